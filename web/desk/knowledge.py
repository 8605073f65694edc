"""The articles of all of a client's published scripts, found while a caller is on the line."""

from dataclasses import dataclass
from typing import Any

from flask import jsonify, request
from flask_login import current_user

from core import db
from core.languages import say
from web.desk.refusals import Reply
from web.desk.routes import own_call, route
from web.desk.view import html
from workflows import knowledge, library
from workflows.document import Article
from workflows.texts import Phrases, Texts

MOST = 8
LONGEST_QUERY = 200


@dataclass(frozen=True)
class ScriptArticle:
    """An article with its script, and a key that is unique among all scripts."""

    key: str
    article: Article
    script: str
    script_name: Texts

    @property
    def title(self) -> Texts:
        return self.article.title

    @property
    def body(self) -> Texts:
        return self.article.body

    @property
    def words(self) -> Phrases:
        return self.article.words


@route("GET", "/knowledge")
def search_knowledge() -> Reply:
    """The articles of the call's client that fit `q`, best first."""
    call = own_call(request.args.get("call", ""))
    query = request.args.get("q", "")[:LONGEST_QUERY]
    with db.reading():
        articles = _articles(call.client_id) if call.client_id and query.strip() else {}
        ranked = knowledge.search(list(articles.values()), query, current_user.language, MOST)
        hits = [_hit(articles[one.key], one) for one in ranked]
    return jsonify(hits=hits, q=query)


def _articles(client_id: str) -> dict[str, ScriptArticle]:
    articles: dict[str, ScriptArticle] = {}
    for script in library.scripts_of(client_id):
        for article in library.compiled(script.version_id).document.articles:
            key = f"{script.key}/{article.key}"
            articles[key] = ScriptArticle(key, article, script.key, script.name)
    return articles


def _hit(article: ScriptArticle, hit: knowledge.Hit) -> dict[str, Any]:
    language = current_user.language
    return {
        "key": article.key,
        "script": article.script,
        "script_name": say(article.script_name, language),
        "title": hit.title,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
        "html": html(say(article.body, language)),
    }
