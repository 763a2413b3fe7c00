// A real provider of OpenID Connect on loopback, for the tests alone: argv has the folder of
// node_modules, a free port, and the subject who signs in. It asks nobody anything.
const [folder, port, subject] = process.argv.slice(2);
const { default: Provider } = await import(`${folder}/oidc-provider/lib/index.js`);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: "nurseapp",
    application_type: "native",
    token_endpoint_auth_method: "none",
    redirect_uris: ["http://127.0.0.1/signed-in"],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
});
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  const { prompt, params, session, grantId } = await provider.interactionDetails(ctx.req, ctx.res);
  if (prompt.name === "login") {
    const result = { login: { accountId: subject } };
    return provider.interactionFinished(ctx.req, ctx.res, result);
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  const result = { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
