"""Write the bill of materials of a release: `.venv/bin/python installer/sbom.py`.

CycloneDX 1.6, checked against its schema: what a nurse's machine or a server runs, at the locked
versions, with licences, what needs what, and the hashes of the lock. The tools of the tests are no
part of a release. Its name and place are `build/nurseapp-VERSION.cdx.json`, or the path that is
given. The same lock gives the same file.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.environment import ROOT
from installer.notices import PROJECT, licence, running_packages

LOCK = ROOT / "installer" / "requirements.lock"
VERSION = SchemaVersion.V1_6


class SbomError(Exception):
    """Say what is wrong with the bill of materials."""


def main(arguments: Sequence[str]) -> int:
    """Write the file and say where."""
    version = distribution(PROJECT).version
    file = ROOT / "build" / f"{PROJECT}-{version}.cdx.json"
    if arguments:
        file = Path(arguments[0])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(written(bill(locked_hashes())), encoding="utf-8")
    print(file)
    return 0


def bill(hashes: Mapping[str, Sequence[str]]) -> Bom:
    """List what runs; raise :class:`SbomError` for a package that the lock does not hold."""
    names = running_packages()
    unlocked = sorted(names - hashes.keys())
    if unlocked:
        raise SbomError(f"not in the lock: {', '.join(unlocked)}")
    parts = {name: _component(name, hashes[name]) for name in sorted(names)}
    program = _component(PROJECT, (), ComponentType.APPLICATION)
    bom = Bom(components=parts.values())
    bom.metadata.component = program
    for name, part in {PROJECT: program, **parts}.items():
        bom.register_dependency(part, [parts[other] for other in sorted(_needs(name, names))])
    return bom


def written(bom: Bom) -> str:
    """Write it as JSON; raise :class:`SbomError` where the format's schema refuses it."""
    text = make_outputter(bom, OutputFormat.JSON, VERSION).output_as_string(indent=2)
    wrong = JsonStrictValidator(VERSION).validate_str(text)
    if wrong is not None:
        raise SbomError(str(wrong))
    document = json.loads(text)
    del document["serialNumber"], document["metadata"]["timestamp"]  # other ones each time
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def locked_hashes() -> dict[str, list[str]]:
    """Read the SHA-256 of each file that the lock allows, by package."""
    entries = re.split(r"^(?=\S)", LOCK.read_text("utf-8"), flags=re.MULTILINE)[1:]
    found: dict[str, list[str]] = {}
    for entry in entries:
        name = canonicalize_name(entry.partition("==")[0])
        found.setdefault(name, []).extend(re.findall(r"sha256:([0-9a-f]{64})", entry))
    return found


def _component(
    name: str, hashes: Sequence[str], kind: ComponentType = ComponentType.LIBRARY
) -> Component:
    package = distribution(name)
    url = PackageURL("pypi", name=name, version=package.version)
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(url)),
        comment="the files that the lock allows",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in sorted(hashes)],
    )
    return Component(
        name=name,
        version=package.version,
        type=kind,
        bom_ref=str(url),
        purl=url,
        licenses=[LicenseFactory().make_from_string(licence(package))],
        external_references=[files] if hashes else [],
    )


def _needs(name: str, names: set[str]) -> Iterator[str]:
    """Name what a package requires, of what runs."""
    for line in distribution(name).requires or ():
        required = canonicalize_name(Requirement(line).name)
        if required in names:
            yield required


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
