"""Settings that people give together, for values at random."""

from typing import Any

from pachlint.layering.coalesce import overlay

Tree = dict[str, Any]

STORAGE_URLS = {
    "AMAZON": "s3://b",
    "GOOGLE": "gs://b",
    "MICROSOFT": "azblob://c",
    "CUSTOM": "minio://e:9000/b",
    "LOCAL": "local://b",
}
_CLOUDSQL: Tree = {
    "enabled": True,
    "connectionName": "a:b:c",
    "serviceAccount": "s",
    "port": 5432,
    "iamLogin": True,
}

BACKENDS: tuple[Tree, ...] = (
    {
        "deployTarget": "LOCAL",
        "pachd": {"storage": {}},
        "etcd": {"storageSize": "10Gi"},
        "postgresql": {"persistence": {"size": "10Gi"}},
    },
    {
        "deployTarget": "CUSTOM",
        "pachd": {"storage": {"backend": "LOCAL"}},
        "etcd": {"storageSize": "10Gi"},
        "postgresql": {"persistence": {"size": "10Gi"}},
    },
    {
        "deployTarget": "CUSTOM",
        "pachd": {
            "storage": {
                "backend": "MINIO",
                "minio": {
                    "bucket": "b",
                    "endpoint": "e:9000",
                    "id": "i",
                    "secret": "s",
                    "secure": "false",
                    "signature": "",
                },
            }
        },
        "etcd": {"storageSize": "10Gi"},
        "postgresql": {"persistence": {"size": "10Gi"}},
    },
    {
        "deployTarget": "AMAZON",
        "pachd": {"storage": {"amazon": {"bucket": "b", "region": "us-east-1", "id": "i", "secret": "s"}}},
        "etcd": {"storageSize": "10Gi"},
        "postgresql": {"persistence": {"size": "10Gi"}},
    },
    {
        "deployTarget": "GOOGLE",
        "pachd": {"storage": {"google": {"bucket": "b", "cred": "{}"}}},
        "etcd": {"storageSize": "10Gi"},
        "postgresql": {"persistence": {"size": "10Gi"}},
    },
    {
        "deployTarget": "MICROSOFT",
        "pachd": {"storage": {"microsoft": {"container": "c", "id": "i", "secret": "s"}}},
        "etcd": {"storageSize": "10Gi"},
        "postgresql": {"persistence": {"size": "10Gi"}},
    },
)
SETTINGS: tuple[Tree, ...] = (
    {"proxy": {"enabled": True}},
    {"proxy": {"enabled": True, "host": "p.example.com"}},
    {"proxy": {"enabled": True, "host": "p.example.com", "tls": {"enabled": True, "secretName": "t"}}},
    {"proxy": {"enabled": True, "tls": {"enabled": True}}},
    {"proxy": {"enabled": False}},
    {"proxy": {"enabled": True, "service": {"type": "NodePort"}}},
    {"proxy": {"enabled": True, "service": {"type": "LoadBalancer"}}},
    {
        "proxy": {
            "enabled": True,
            "tls": {"enabled": True, "secretName": "t", "secret": {"cert": "C", "key": "K"}},
        }
    },
    {"proxy": {"tls": {"secret": {"cert": "C"}}}},
    {"proxy": {"service": {"loadBalancerIP": "10.0.0.1"}}},
    {"proxy": {"labels": {"a": "b"}}},
    {"proxy": {"enabled": True, "service": {"legacyPorts": {"pachd": 1}}}},
    {"ingress": {"enabled": True, "host": "h.example.com"}},
    {"ingress": {"enabled": True}},
    {"ingress": {"enabled": True, "host": "h.example.com", "uriHttpsProtoOverride": True}},
    {"ingress": {"enabled": True, "host": "h.example.com", "tls": {"enabled": True, "secretName": "s"}}},
    {"ingress": {"enabled": True, "host": "h.example.com", "tls": {"enabled": True}}},
    {
        "ingress": {
            "tls": {"enabled": True, "newSecret": {"create": True, "crt": "C", "key": "K"}, "secretName": "s"}
        }
    },
    {"ingress": {"tls": {"newSecret": {"create": True}}}},
    {"pachd": {"tls": {"enabled": True, "secretName": "t"}}},
    {"pachd": {"tls": {"enabled": True}}},
    {"pachd": {"tls": {"enabled": True, "newSecret": {"create": True}}}},
    {"pachd": {"tls": {"newSecret": {"create": True, "crt": "C", "key": "K"}, "secretName": "n"}}},
    {"pachd": {"tls": {"newSecret": {"crt": "C"}}}},
    {"pachd": {"enabled": False}},
    {"enterpriseServer": {"enabled": True}},
    {"pachd": {"enabled": False}, "enterpriseServer": {"enabled": True}},
    {
        "pachd": {"enabled": False},
        "enterpriseServer": {"enabled": True, "tls": {"enabled": True, "secretName": "x"}},
    },
    {
        "pachd": {"enabled": False},
        "enterpriseServer": {"enabled": True, "tls": {"enabled": True, "newSecret": {"create": True}}},
    },
    {"pachd": {"enterpriseLicenseKey": "L"}},
    {"pachd": {"enterpriseLicenseKey": "L"}, "oidc": {"mockIDP": False}},
    {"pachd": {"enterpriseLicenseKey": "L"}, "oidc": {"mockIDP": True}},
    {
        "pachd": {"enterpriseLicenseKey": "L"},
        "oidc": {
            "mockIDP": False,
            "upstreamIDPs": [{"id": "x", "name": "y", "type": "oidc", "config": {"issuer": "z"}}],
        },
    },
    {"pachd": {"activateEnterprise": True}},
    {"pachd": {"activateAuth": True}},
    {"pachd": {"activateAuth": False}},
    {"pachd": {"activateEnterpriseMember": True}},
    {
        "pachd": {
            "activateEnterpriseMember": True,
            "enterpriseServerToken": "t",
            "enterpriseServerAddress": "grpc://e",
            "enterpriseRootToken": "r",
        }
    },
    {"pachd": {"activateEnterpriseMember": True, "enterpriseServerToken": "t"}},
    {"pachd": {"activateEnterpriseMember": True, "enterpriseServerAddress": "grpc://e"}},
    {"pachd": {"lokiDeploy": False, "lokiLogging": True}},
    {"loki-stack": {"enabled": True}},
    {"pachd": {"externalService": {"enabled": True}}},
    {"pachd": {"externalService": {"enabled": True, "loadBalancerIP": "1.2.3.4"}}},
    {"postgresql": {"enabled": False}, "global": {"postgresql": {"postgresqlHost": "db"}}},
    {
        "postgresql": {"enabled": False},
        "global": {"postgresql": {"postgresqlHost": "db", "postgresqlPassword": "p"}},
    },
    {
        "postgresql": {"enabled": False},
        "global": {
            "postgresql": {
                "postgresqlHost": "db",
                "postgresqlExistingSecretName": "p",
                "postgresqlExistingSecretKey": "k",
            }
        },
    },
    {"global": {"postgresql": {"postgresqlPassword": "p", "postgresqlPostgresPassword": "q"}}},
    {"global": {"postgresql": {"ssl": True}}},
    {"cloudsqlAuthProxy": {"enabled": True}},
    {"cloudsqlAuthProxy": {"enabled": True, "connectionName": "a:b:c", "serviceAccount": "s"}},
    {"cloudsqlAuthProxy": _CLOUDSQL},
    {"console": {"enabled": True, "config": {"oauthRedirectURI": "http://x/oauth/callback/?inline=true"}}},
    {"console": {"enabled": False}},
    {"console": {"enabled": True, "config": {"oauthClientSecret": "s"}}},
    {"etcd": {"dynamicNodes": 0}},
    {"etcd": {"dynamicNodes": 3}},
    {"oidc": {"issuerURI": "http://x/dex"}},
    {"oidc": {"issuerURI": "http://d/"}},
    {"oidc": {"issuerURI": ""}},
    {"oidc": {"mockIDP": False}},
    {"global": {"imagePullSecrets": ["regcred"]}},
    {"global": {"imagePullSecrets": "regcred"}},
    {"global": {"proxy": "http://proxy:3128"}},
    {"global": {"customCaCerts": True}},
    {"determined": {"enabled": True}},
    {"determined": {"enabled": True, "maxSlotsPerPod": 1}},
    {"determined": {"enabled": True, "maxSlotsPerPod": 1, "tlsSecret": "x"}},
    {"preflightCheckJob": {"enabled": True}},
    {"preflightCheckJob": {"enabled": True, "image": {"tag": "x"}}},
    {"pachw": {"inheritFromPachd": False}},
    {"pachw": {"minReplicas": 1, "maxReplicas": 4}},
    {"pachd": {"pachw": {"inSidecars": False}}},
    {"pachd": {"localhostIssuer": True}},
    {"pachd": {"localhostIssuer": "true"}},
    {"pachd": {"rootToken": "x"}},
    {"pachd": {"rbac": {"create": False}}},
    {"pachd": {"serviceAccount": {"create": False}}},
    {"pgbouncer": {"enabled": False}},
    {"kubeEventTail": {"enabled": True, "clusterScope": True}},
    {"pachd": {"storage": {"backend": "S3"}}},
    {"etcd": {"storageClass": "gp3"}},
)
_ALL: Tree = {
    "deployTarget": "LOCAL",
    "pachd": {
        "enabled": True,
        "storage": {"storageURL": "local://b"},
        "tls": {"enabled": True, "newSecret": {"create": True, "crt": "C", "key": "K"}, "secretName": "nn"},
        "externalService": {"enabled": True, "loadBalancerIP": "1.2.3.4", "annotations": {"a": "b"}},
        "enterpriseLicenseKey": "L",
        "activateEnterpriseMember": True,
        "enterpriseServerToken": "t",
        "enterpriseServerAddress": "grpc://e",
        "enterpriseRootToken": "r",
        "enterpriseSecret": "e",
        "rootToken": "q",
        "serviceAccount": {"create": True, "name": "nn", "additionalAnnotations": {"a": "b"}},
        "priorityClassName": "x",
        "goMaxProcs": 2,
        "pachdLogLevel": "x",
    },
    "ingress": {
        "enabled": True,
        "host": "h",
        "annotations": {"a": "b"},
        "tls": {"enabled": True, "secretName": "s", "newSecret": {"create": True, "crt": "C", "key": "K"}},
    },
    "proxy": {
        "enabled": True,
        "host": "h",
        "tls": {"enabled": True, "secretName": "t", "secret": {"cert": "C", "key": "K"}},
        "service": {"type": "LoadBalancer", "loadBalancerIP": "1.2.3.4"},
    },
    "console": {"enabled": True},
    "oidc": {
        "issuerURI": "http://x/dex",
        "mockIDP": True,
        "upstreamIDPs": [{"id": "x", "name": "y", "type": "oidc", "config": {"issuer": "z"}}],
    },
    "cloudsqlAuthProxy": _CLOUDSQL,
    "global": {
        "proxy": "http://p",
        "noProxy": "a",
        "customCaCerts": True,
        "imagePullSecrets": ["r"],
        "postgresql": {"postgresqlPassword": "p", "ssl": False},
    },
    "etcd": {"storageSize": "10Gi", "storageClass": "x"},
    "kubeEventTail": {"enabled": True},
    "preflightCheckJob": {"enabled": True},
    "loki-stack": {"enabled": True},
}
_DETERMINED: Tree = {
    "determined": {
        "enabled": True,
        "initialUserPassword": "Passw0rdX1",
        "maxSlotsPerPod": 1,
        "tlsSecret": "x",
        "masterPort": 8080,
    }
}
_ENTERPRISE_SERVER: Tree = {
    "deployTarget": "AMAZON",
    "pachd": {
        "enabled": False,
        "storage": {
            "storageURL": "s3://b",
            "amazon": {"bucket": "b", "region": "us-east-1", "id": "i", "secret": "s"},
        },
        "enterpriseLicenseKey": "L",
    },
    "enterpriseServer": {
        "enabled": True,
        "tls": {"enabled": True, "secretName": "x", "newSecret": {"create": True, "crt": "C", "key": "K"}},
    },
    "postgresql": {"enabled": False},
    "global": {"postgresql": {"postgresqlHost": "db", "postgresqlPassword": "p", "ssl": True}},
    "ingress": {"enabled": True, "host": "h"},
    "oidc": {"issuerURI": "http://x/dex", "mockIDP": True},
    "console": {"enabled": True, "config": {"oauthRedirectURI": "http://x/oauth"}},
}
_PLAIN: Tree = {
    "deployTarget": "GOOGLE",
    "pachd": {
        "storage": {"storageURL": "gs://b", "google": {"bucket": "b", "cred": "{}"}},
        "localhostIssuer": "true",
    },
    "postgresql": {"enabled": True},
    "oidc": {"mockIDP": False},
    "pgbouncer": {"enabled": True},
    "proxy": {"enabled": False},
}


def everything_on(version: str) -> tuple[Tree, ...]:
    """Values with most templates switched on that Helm accepts: a cluster, an enterprise server, a small one."""
    determined = tuple(map(int, version.split(".")[:2])) >= (2, 6)
    return (overlay(_ALL, _DETERMINED) if determined else _ALL, _ENTERPRISE_SERVER, _PLAIN)
