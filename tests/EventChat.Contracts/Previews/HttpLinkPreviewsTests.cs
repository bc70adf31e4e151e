using System.Net;
using EventChat.Adapters.Previews;
using EventChat.Commands.Previews;

namespace EventChat.Contracts.Previews;

public sealed class HttpLinkPreviewsTests : LinkPreviewsContract
{
    protected override ILinkPreviews Make(params IPNetwork[] allowed) => new HttpLinkPreviews(new(allowed));
}
