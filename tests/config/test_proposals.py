"""Which releases the files of a folder seem to be for."""

import pytest

from pachlint.config.proposals import Proposal, ValuesFile, propose

PROD, DEV = "production", "development"


def proposed(*names: str) -> Proposal:
    """The proposal for files; one with ``!`` names a deploy target, and each sets something of its own."""
    return propose(
        [
            ValuesFile(
                name.rstrip("!"),
                name.endswith("!"),
                {**({"deployTarget": "AMAZON"} if name.endswith("!") else {}), name: 1, "more": 1},
            )
            for name in names
        ]
    )


ROWS = [
    (["values.yaml!", "values-prod.yaml", "values-staging.yaml"], {"prod": ["values.yaml", "values-prod.yaml"], "staging": ["values.yaml", "values-staging.yaml"]}, []),
    (["values.prod.yaml!", "values.yaml"], {"prod": ["values.yaml", "values.prod.yaml"]}, []),
    (["base.yaml", "prod.yaml!", "staging.yaml!"], {"prod": ["base.yaml", "prod.yaml"], "staging": ["base.yaml", "staging.yaml"]}, []),
    (["base-values.yaml", "dev-values.yaml!"], {"dev": ["base-values.yaml", "dev-values.yaml"]}, []),
    (["base/values.yaml!", "overlays/prod/values.yaml"], {"prod": ["base/values.yaml", "overlays/prod/values.yaml"]}, []),
    (["envs/common.yaml", "envs/dev/values.yaml!", "envs/prod/values.yaml!"], {"dev": ["envs/common.yaml", "envs/dev/values.yaml"], "prod": ["envs/common.yaml", "envs/prod/values.yaml"]}, []),
    (["envs/prod.yaml", "values.yaml!"], {"prod": ["values.yaml", "envs/prod.yaml"]}, []),
    (["values/base.yaml", "values/production.yaml!"], {"production": ["values/base.yaml", "values/production.yaml"]}, []),
    (["x/pachyderm/base/values.yaml!", "x/pachyderm/prod/secrets.yaml", "x/pachyderm/prod/values.yaml"], {"prod": ["x/pachyderm/base/values.yaml", "x/pachyderm/prod/values.yaml", "x/pachyderm/prod/secrets.yaml"]}, []),
    (["common.yaml", "customer/values.yaml!"], {"": ["common.yaml", "customer/values.yaml"]}, []),
    (["base.yaml", "prod-eu.yaml", "prod.yaml!"], {"prod-eu": ["base.yaml", "prod.yaml", "prod-eu.yaml"], "prod": ["base.yaml", "prod.yaml"]}, []),
    (["acme-prod.yaml", "acme.yaml!"], {"acme-prod": ["acme.yaml", "acme-prod.yaml"]}, []),
    (["prod.yaml!", "staging.yaml!"], {"prod": ["prod.yaml"], "staging": ["staging.yaml"]}, []),
    (["values.yaml!"], {"": ["values.yaml"]}, []),
    (["prod.yaml", "tls.yaml", "values.yaml!"], {"prod": ["values.yaml", "prod.yaml"]}, ["tls.yaml"]),
    (["secrets.yaml", "values.yaml"], {}, ["secrets.yaml", "values.yaml"]),
    (["other.yaml!", "v.yaml!"], {"other": ["other.yaml"], "v": ["v.yaml"]}, []),
    (["sub/w.yaml!", "v.yaml!"], {"w": ["sub/w.yaml"], "v": ["v.yaml"]}, []),
    (["examples/minio.yaml!", "values.yaml!"], {"minio": ["examples/minio.yaml"], "": ["values.yaml"]}, []),
    (["team/extra.yaml", "values.yaml!"], {"extra": ["values.yaml", "team/extra.yaml"]}, []),
    (["values.yaml!", "values.yml"], {"": ["values.yaml"]}, ["values.yml"]),
    (["base.yaml", "dev/secrets.yaml", "prod/secrets.yaml", "prod/values.yaml!"], {"dev-secrets": ["base.yaml", "dev/secrets.yaml"], "prod": ["base.yaml", "prod/values.yaml", "prod/secrets.yaml"]}, []),
    (["prod/values-staging.yaml", "prod/values.yaml!"], {"prod": ["prod/values.yaml"], "prod-staging": ["prod/values.yaml", "prod/values-staging.yaml"]}, []),
    (["prod/a.yaml!", "prod/b.yaml!"], {"prod-a": ["prod/a.yaml"], "prod-b": ["prod/b.yaml"]}, []),
    (["values-tls.yaml", "values.yaml!"], {"tls": ["values.yaml", "values-tls.yaml"]}, []),
    (["base.yaml", "common.yaml", "prod.yaml!"], {"prod": ["base.yaml", "common.yaml", "prod.yaml"]}, []),
    (["common.yaml", "prod.yaml!", "values.yaml"], {"prod": ["common.yaml", "values.yaml", "prod.yaml"]}, []),
    (["base.yaml", "x/base.yaml", "x/prod.yaml!"], {"prod": ["base.yaml", "x/base.yaml", "x/prod.yaml"]}, []),
    ([], {}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "releases", "rest"), ROWS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_base_comes_before_what_is_laid_over_it(
    names: list[str], releases: dict[str, list[str]], rest: list[str]
) -> None:
    found = proposed(*names)
    assert {"-".join(one.key): list(one.values) for one in found.releases} == releases
    assert list(found.rest) == rest


def test_environment_where_the_name_tells() -> None:
    found = proposed("base.yaml", "dev.yaml!", "prod.yaml!", "staging.yaml!", "my-live-eks.yaml!")
    assert [one.environment for one in found.releases] == ["development", "production", "", "production"]


def test_copy_is_laid_over_nothing() -> None:
    data = {"deployTarget": "AMAZON", "pachd": {"a": 1, "b": 2}, "proxy": {"c": 3}}
    found = propose([ValuesFile("values.yaml", True, data), ValuesFile("values-prod.yaml", True, data)])
    assert [one.values for one in found.releases] == [("values.yaml",), ("values-prod.yaml",)]
    other = {"deployTarget": "AMAZON", "proxy": {"c": 4}}
    found = propose([ValuesFile("values.yaml", True, data), ValuesFile("values-prod.yaml", True, other)])
    assert [one.values for one in found.releases] == [("values.yaml", "values-prod.yaml")]


def test_every_file_is_in_a_release_or_reported() -> None:
    names = ["a/base.yaml", "a/prod.yaml!", "b/x.yaml", "values.yaml!", "envs/qa.yaml"]
    found = proposed(*names)
    used = {name for one in found.releases for name in one.values}
    assert sorted({*used, *found.rest}) == sorted(name.rstrip("!") for name in names)
    assert used.isdisjoint(found.rest)


def test_same_name_in_another_folder_is_another_installation() -> None:
    found = proposed("sub/v.yaml!", "v.yaml!")
    assert [one.values for one in found.releases] == [("sub/v.yaml",), ("v.yaml",)]
    found = proposed("sub/v.yaml", "v.yaml!")
    assert ([one.values for one in found.releases], found.rest) == ([("v.yaml",)], ("sub/v.yaml",))
