namespace EventChat.Api.Http;

/// <summary>HEAD finds the endpoint of GET. The web server leaves the body out.</summary>
internal static class HeadRouting
{
    public static void UseRoutingOfHead(this WebApplication app)
    {
        app.Use(static (http, next) =>
        {
            if (!HttpMethods.IsHead(http.Request.Method)) return next(http);
            http.Items[typeof(HeadRouting)] = true;
            http.Request.Method = HttpMethods.Get;
            return next(http);
        });
        app.UseRouting();
        app.Use(static (http, next) =>
        {
            if (HttpMethods.IsGet(http.Request.Method) && http.Items.ContainsKey(typeof(HeadRouting))) http.Request.Method = HttpMethods.Head;
            return next(http);
        });
    }
}
