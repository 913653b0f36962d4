"""Takes into the site what is not below docs/: pages of the repository, and files that a page links to.

Links in the Markdown are those of the repository, so that they work there too; here they become those of the
site. One that leads nowhere ends the build.
"""

import os
import posixpath
import re

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

# Where a page of the repository stands in the site.
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "helm/nats-token-operator/README.md": "reference/chart.md",
}
LINK = re.compile(r"(\]\(|^\[[^\]]+\]: )(?!\w+:|#|/)([^)#\s]+)", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def on_files(files, config):
    root = os.path.normpath(os.path.join(config.docs_dir, ".."))
    for source, target in PAGES.items():
        content = _read(root, source)
        files.append(File.generated(config, target, content=content))
    for page in [f for f in files if f.src_uri.endswith(".md")]:
        for linked in _links(page.content_string, _source(page.src_uri)):
            target = _target(root, linked)
            if files.get_file_from_path(target) is None and os.path.isfile(os.path.join(root, linked)):
                files.append(File.generated(config, target, abs_src_path=os.path.join(root, linked)))
    files.append(File.generated(config, "mermaid.min.js", abs_src_path=os.environ["MERMAID_JS"]))
    return files


def on_page_markdown(markdown, page, config, files):
    root = os.path.normpath(os.path.join(config.docs_dir, ".."))
    here = page.file.src_uri
    source = _source(here)

    def site_link(match):
        linked = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[2]))
        return match[1] + posixpath.relpath(_target(root, linked), posixpath.dirname(here) or ".")

    return _outside_fences(markdown, lambda text: LINK.sub(site_link, text))


def _outside_fences(markdown, change):
    parts, at = [], 0
    for fence in FENCE.finditer(markdown):
        parts += [change(markdown[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join(parts + [change(markdown[at:])])


def _links(markdown, source):
    for match in LINK.finditer(FENCE.sub("", markdown)):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(source), match[2]))


def _source(uri):
    """The path in the repository of what the site has under this one."""
    for source, target in PAGES.items():
        if target == uri:
            return source
    return "docs/" + uri


def _target(root, path):
    """The path in the site of what the repository has under this one."""
    if path in PAGES:
        return PAGES[path]
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    if not os.path.isfile(os.path.join(root, path)):
        raise PluginError(f"a page links to {path}, which is no file")
    return "source/" + path


def _read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()
