"""What a web server and the flask command start from."""

from procure.app import create_app

app = create_app()
