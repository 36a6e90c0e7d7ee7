"""Creates a gateway, watches it come up over a WebSocket, and deletes it."""

import asyncio
import os

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

URL = os.environ.get("ALB_GRAPHQL_URL", "http://127.0.0.1:4000/graphql")
TOKEN = os.environ.get("TOKEN")
AUTHORIZATION = {"authorization": f"Bearer {TOKEN}"} if TOKEN else {}
TARGET = {"namespace": "a1", "name": "from-python"}

LIST = gql("""
  query ($namespace: String) {
    gateways(namespace: $namespace) { nodes { name provisioning { phase } addresses { value } } }
  }
""")
CREATE = gql("mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }")
DELETE = gql("mutation ($input: DeleteGatewayInput!) { deleteGateway(input: $input) { albs { name } } }")
WATCH = gql("""
  subscription ($namespace: String, $name: String) {
    gatewayEvents(namespace: $namespace, name: $name) { type gateway { provisioning { phase percent } } }
  }
""")


def requests() -> Client:
    """Queries and mutations by HTTP; every document is checked against the server's schema before it is sent."""
    return Client(transport=HTTPXAsyncTransport(url=URL, headers=AUTHORIZATION), fetch_schema_from_transport=True)


def events() -> Client:
    """Subscriptions over a WebSocket (graphql-transport-ws), with the token in connection_init."""
    return Client(transport=WebsocketsTransport(url=URL.replace("http", "ws", 1), init_payload=AUTHORIZATION))


async def until_ready() -> None:
    async with events() as session:
        async for result in session.subscribe(WATCH, variable_values=TARGET):
            gateway = result["gatewayEvents"]["gateway"]
            if gateway is None:  # SYNCED: all that was there has been told
                continue
            print(f"{gateway['provisioning']['phase']} {gateway['provisioning']['percent']} %")
            if gateway["provisioning"]["phase"] == "READY":
                return


async def main() -> None:
    async with requests() as session:
        answer = await session.execute(LIST, variable_values={"namespace": "a1"})
        for gateway in answer["gateways"]["nodes"]:
            print(gateway["name"], gateway["provisioning"]["phase"], *(a["value"] for a in gateway["addresses"]))

        listener = {"name": "http", "port": 80, "protocol": "HTTP", "hostname": "a.com"}
        create = {"input": {**TARGET, "listeners": [listener]}}
        written = await session.execute(CREATE, variable_values=create)
        print("created", *written["createGateway"]["written"])
        try:
            await session.execute(CREATE, variable_values=create)
        except TransportQueryError as error:
            # The code is what a program branches on, never the message.
            print("again:", error.errors[0]["extensions"]["code"])

        await until_ready()
        await session.execute(DELETE, variable_values={"input": TARGET})
        print("deleted")


asyncio.run(main())
