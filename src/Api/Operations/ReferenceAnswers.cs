using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace EventChat.Api.Operations;

/// <summary>
/// What every operation of the reference answers when it refuses, and the headers that go with it: from the marks on the endpoint, its address and its method, so
/// that a new one is described without anybody remembering.
/// </summary>
internal sealed class ReferenceAnswers : IOpenApiOperationTransformer
{
    /// <summary>Ids of what has roles and can be closed for writing.</summary>
    private static readonly string[] Places = ["workspaceId", "channelId", "inviteId", "appId"];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var marks = context.Description.ActionDescriptor.EndpointMetadata;
        var isWrite = context.Description.HttpMethod != HttpMethods.Get;
        var answers = operation.Responses ??= [];
        var isLimited = marks.OfType<RateLimited>().Any();

        if (isWrite && !marks.OfType<AppendsNothing>().Any())
            foreach (var made in answers.Values.OfType<OpenApiResponse>()) made.Headers = new Dictionary<string, IOpenApiHeader> { [Edge.Position] = Whole("Where the write is in the log.") };
        if (isLimited)
            foreach (var made in answers.Values.OfType<OpenApiResponse>()) TellOfBudget(made);

        foreach (var status in Refusals(operation, marks, isWrite, isLimited).Distinct().Order())
            answers[$"{status}"] = Refusal(status, context.Document);

        if (marks.OfType<ForApps>().LastOrDefault() is { } apps) operation.Description = $"The token of an app needs {string.Join(" and ", apps.Scopes.Select(static scope => $"`{scope}`"))}.";
        if (marks.OfType<Repeatable>().Any())
            Take(operation, Idempotency.Header, "Your name for this creation: a repeat gets the first answer.", new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Idempotency.MaxLength });
        if (Waits(marks, isWrite))
            Take(operation, Edge.MinPosition, "What is read includes this position, or is refused with 503 after two seconds.", Number());
        return Task.CompletedTask;
    }

    /// <summary>Every read of a member's does, as <see cref="Edge"/> has it.</summary>
    private static bool Waits(IList<object> marks, bool isWrite) => !isWrite && marks.OfType<MembersOnly>().Any();

    private static bool IsClosed(IList<object> marks) => marks.OfType<MembersOnly>().Any() && !marks.OfType<IAllowAnonymous>().Any();

    private static IEnumerable<int> Refusals(OpenApiOperation operation, IList<object> marks, bool isWrite, bool isLimited)
    {
        var parameters = operation.Parameters ?? [];
        var (hasBody, hasQuery) = (operation.RequestBody is not null, parameters.Any(static p => p.In == ParameterLocation.Query));
        var inPlace = parameters.Any(static p => Places.Contains(p.Name));

        if (hasBody || parameters.Count > 0 || Waits(marks, isWrite)) yield return StatusCodes.Status400BadRequest;
        if (IsClosed(marks))
        {
            yield return StatusCodes.Status401Unauthorized;
            // To apps, whose tokens open little.
            yield return StatusCodes.Status403Forbidden;
        }

        if (parameters.Any(static p => p.In == ParameterLocation.Path)) yield return StatusCodes.Status404NotFound;
        if (isWrite && inPlace)
        {
            yield return StatusCodes.Status409Conflict;
            yield return StatusCodes.Status422UnprocessableEntity;
        }

        if (hasBody)
        {
            yield return StatusCodes.Status413PayloadTooLarge;
            yield return StatusCodes.Status415UnsupportedMediaType;
        }

        if (hasBody || hasQuery) yield return StatusCodes.Status422UnprocessableEntity;
        if (isLimited) yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status503ServiceUnavailable;
        foreach (var status in marks.OfType<Refuses>().SelectMany(static r => r.Statuses)) yield return status;
    }

    private static OpenApiResponse Refusal(int status, OpenApiDocument? document)
    {
        var refusal = new OpenApiResponse
        {
            Description = ReasonPhrases.GetReasonPhrase(status),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(ReferenceSchemas.Problem, document) },
            },
        };
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            refusal.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = Whole("When to come back, in seconds.") };
        if (status is StatusCodes.Status429TooManyRequests) TellOfBudget(refusal);
        return refusal;
    }

    private static void TellOfBudget(OpenApiResponse answer)
    {
        answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        answer.Headers[BudgetHeaders.Limit] = Whole("Requests in a window; absent where limits are off, as its companions are.", isCertain: false);
        answer.Headers[BudgetHeaders.Remaining] = Whole("What is left of them.", isCertain: false);
        answer.Headers[BudgetHeaders.Reset] = Whole("When the window is empty again, in seconds.", isCertain: false);
    }

    private static void Take(OpenApiOperation operation, string header, string what, OpenApiSchema schema) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter { Name = header, In = ParameterLocation.Header, Description = what, Schema = schema });

    private static OpenApiHeader Whole(string what, bool isCertain = true) => new() { Description = what, Required = isCertain, Schema = Number() };

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" };
}
