"""The application that gunicorn serves."""

from web.app import create_app

app = create_app()
