variable "bucket" {
  type = string
}

resource "helm_release" "pachyderm" {
  name       = "pachyderm"
  namespace  = "pachyderm"
  repository = "https://helm.pachyderm.com"
  chart      = "pachyderm"
  version    = "2.11.6"

  values = [
    file("${path.module}/values.yaml"),
    <<-EOT
      deployTarget: AMAZON
      pachd:
        storage:
          storageURL: s3://${var.bucket}
          amazon:
            bucket: ${var.bucket}
            region: us-east-2
      console:
        enabled: "true"
    EOT
    ,
    yamlencode({
      proxy = {
        enabled = true
        service = { typ = "LoadBalancer" }
      }
    }),
  ]

  set {
    name  = "pachd.replicas"
    value = "two"
  }

  set_sensitive {
    name  = "pachd.enterpriseLicenseKey"
    value = var.license
  }
}
