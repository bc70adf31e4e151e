using EventChat.Api.Http;
using Microsoft.AspNetCore.OpenApi;

namespace EventChat.Api.Operations;

/// <summary>The description of the whole API at /openapi/v1.json.</summary>
internal static class Reference
{
    public static void AddReference(this OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = static type => type.Type is { IsGenericType: true } several && several.GetGenericTypeDefinition() == typeof(ListOf<>)
            ? $"ListOf{several.GenericTypeArguments[0].Name}"
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer<ReferenceSchemas>().AddOperationTransformer<ReferenceAnswers>();
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "EventChat";
            document.Info.Description = "Team messaging on an append-only log. Sign in, and send the access token as 'Authorization: Bearer …'.";
            ReferenceSchemas.AddProblem(document);
            return Task.CompletedTask;
        });
    }
}
