"""Pachyderm values are told from other YAML: whole files, parts of releases, other charts, and what is no values file."""

import pytest

from pachlint.discovery import Kinship, kinship, read_bytes

OURS = {
    "proxy with TLS": "proxy: {enabled: true, host: pach.example.com, tls: {enabled: true, secretName: pach}}\n",
    "console cfg": "console:\n  config:\n    reactAppRuntimeIssuerURI: http://x\n",
    "oidc": "oidc:\n  mockIDP: false\n",
    "oidc2": "oidc:\n  upstreamIDPs: []\n",
    "storage": "pachd:\n  storage:\n    backend: AMAZON\n",
    "proxy legacy": "proxy:\n  service:\n    legacyPorts: {grpc: 30650}\n",
    "global pg": "global:\n  postgresql:\n    postgresqlHost: db\n    postgresqlPassword: x\n",
    "ingress proto": "ingress:\n  uriHttpsProtoOverride: true\n",
    "etcd": "etcd:\n  storageSize: 50Gi\n  storageClass: gp3\n",
    "etcd+pg": "etcd:\n  dynamicNodes: 3\npostgresql:\n  persistence: {size: 50Gi}\n",
    "pgbouncer": "pgbouncer:\n  maxConnections: 100\n",
    "target": "deployTarget: AMAZON\n",
    "customca": "global:\n  customCaCerts: true\n",
    "images": "global:\n  image: {registry: r.example.com/}\n",
    "pachw": "pachw: {minReplicas: 1}\n",
    "es": "enterpriseServer: {enabled: true}\n",
    "typo": "pacdh:\n  storage: {backend: AMAZON}\n  metrics: {enabled: false}\ndeployTarget: LOCAL\n",
    "console+proxy": "console: {enabled: true}\nproxy: {enabled: true, service: {type: NodePort}}\n",
}
UNSURE = {
    "console only": "console:\n  enabled: true\n",
    "proxy": "proxy:\n  host: pach.example.com\n",
    "ingress": "ingress:\n  enabled: true\n  host: a.example.com\n",
    "loki": "loki-stack:\n  loki: {persistence: {size: 20Gi}}\n",
    "det": "determined:\n  enabled: true\n",
    "jhub2": "proxy:\n  secretToken: abc\n  service: {type: ClusterIP}\n",
    "sonarqube": "ingress: {enabled: true, hosts: [{name: x}]}\npostgresql: {enabled: true}\n",
    "tempo": "global: {image: {registry: x}}\ntempo: {}\n",
    "wandb": "global: {host: x, bucket: {}}\ningress: {class: x}\n",
    "gitlab": "global: {hosts: {domain: x}, ingress: {class: nginx}}\npostgresql: {install: false}\n",
    "pg global only": "global:\n  postgresql: {auth: {postgresPassword: x}}\n",
}
OTHERS = {
    "loki": "loki:\n  auth_enabled: false\n  storage: {type: s3}\nread: {replicas: 3}\nwrite: {replicas: 3}\n",
    "postgresql": "global:\n  postgresql:\n    auth: {username: a}\nprimary:\n  persistence: {size: 8Gi}\nmetrics: {enabled: true}\n",
    "postgresql2": "auth: {database: x}\narchitecture: standalone\nimage: {tag: 15}\nglobal: {storageClass: x}\n",
    "argo-cd": "global: {domain: x}\nconfigs: {params: {server.insecure: true}}\nserver: {ingress: {enabled: true}}\n",
    "kps": "grafana: {enabled: true}\nprometheus: {prometheusSpec: {}}\nalertmanager: {enabled: false}\n",
    "deployment": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {}\n",
    "compose": 'version: "3"\nservices: {pachd: {image: x}, etcd: {image: y}}\nvolumes: {}\n',
    "gha": "name: CI\non: [push]\njobs: {test: {runs-on: ubuntu-latest}}\n",
    "Chart": "apiVersion: v2\nname: pachyderm\nversion: 2.6.4\n",
    "helmfile": "repositories: []\nreleases: [{name: pachd, chart: pach/pachyderm}]\n",
    "harbor": "expose: {type: ingress, tls: {enabled: true}}\nexternalURL: https://x\ndatabase: {type: internal}\n",
    "mlflow": "ingress: {enabled: true, host: x, tls: {enabled: true}}\nservice: {type: ClusterIP}\nimage: {tag: x}\n",
    "vault": "global: {enabled: true}\nserver: {ha: {enabled: true}}\nui: {enabled: true}\n",
    "traefik": "ingressClass: {enabled: true}\nports: {web: {}}\nservice: {type: LoadBalancer}\n",
    "consul": "global: {name: consul}\nconnectInject: {enabled: true}\n",
    "minio": "mode: standalone\nconsoleService: {type: ClusterIP}\npersistence: {}\n",
    "jupyterhub": "proxy:\n  service: {type: LoadBalancer}\n  https: {enabled: true}\nhub: {config: {}}\nsingleuser: {image: {}}\n",
    "etcd chart": "auth: {rbac: {create: true}}\nreplicaCount: 3\npersistence: {size: 8Gi}\n",
    "airflow": "postgresql: {enabled: true}\nredis: {enabled: true}\nwebserver: {}\nscheduler: {}\n",
    "kong": "proxy: {enabled: true, type: LoadBalancer, tls: {enabled: true}}\nadmin: {enabled: true}\ningressController: {enabled: true}\n",
    "oauth2-proxy": "config: {clientID: x}\ningress: {enabled: true}\nextraArgs: {}\n",
    "rancher": "hostname: x\ningress: {tls: {source: secret}}\n",
    "redpanda-console": "console:\n  enabled: true\n  config: {kafka: {brokers: []}}\nstorage: {}\n",
    "determined own": "detVersion: 0.2\nmasterPort: 8080\ncheckpointStorage: {type: s3}\ndb: {user: a}\n",
    "pulumi": "config: {aws:region: us-east-1}\nname: x\nruntime: nodejs\n",
    "k8s list": "apiVersion: v1\nkind: List\nitems: []\n",
    "argocd app": 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {source: {helm: {values: "deployTarget: X"}}}\n',
    "precommit": "repos: []\n",
    "dex": "config: {issuer: x}\ningress: {enabled: true}\n",
    "signoz": "global: {storageClass: x}\nfrontend: {}\n",
}


def kind(text: str, name: str = "infra/values.yaml") -> Kinship:
    """What a text is taken for."""
    return kinship(read_bytes(text.encode(), name))


@pytest.mark.parametrize("text", OURS.values(), ids=OURS)
def test_parts_of_a_release_are_recognised(text: str) -> None:
    assert kind(text).recognized


@pytest.mark.parametrize("text", UNSURE.values(), ids=UNSURE)
def test_what_many_charts_have_is_neither(text: str) -> None:
    assert kind(text) == Kinship(recognized=False, foreign=False)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_yaml_is_foreign(text: str) -> None:
    assert kind(text) == Kinship(recognized=False, foreign=True)


@pytest.mark.parametrize("name", ["deploy/pach/base.yaml", "pachd-prod.yaml", "pachyderm/ingress.yaml"])
def test_the_name_helps_where_the_keys_say_little(name: str) -> None:
    text = "ingress: {enabled: true, host: pach.example.com}\n"
    assert kind(text, name).recognized
    assert not kind(text, "apache/base.yaml").recognized
    assert not kind("ingress: {enabled: true}\nimage: {tag: 1}\n", name).recognized
