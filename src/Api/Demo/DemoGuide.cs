using EventChat.Events;

namespace EventChat.Api.Demo;

/// <summary>How to sign in and look: commands that can be pasted as they are.</summary>
internal static class DemoGuide
{
    public static string Text(string url, ChannelId channel, int thread)
    {
        var api = $"{url}/api/v1";
        return $"""
            To look at it, with the PASSWORD that the first load showed (another: set Demo__Password in the environment and start again):

              TOKEN=$(curl -s {api}/auth/login -H 'Content-Type: application/json' -d "{"{"}\"login\":\"{DemoOwner.Username}\",\"password\":\"$PASSWORD\"{"}"}" | grep -o '"accessToken":"[^"]*' | cut -d'"' -f4)
              curl -s -H "Authorization: Bearer $TOKEN" '{api}/workspaces/{DemoOwner.WorkspaceId}/channels'
              curl -s -H "Authorization: Bearer $TOKEN" '{api}/channels/{channel}/messages?limit=20'
              curl -s -H "Authorization: Bearer $TOKEN" '{api}/channels/{channel}/messages/{thread}/thread'

            All there is to ask for: {url}/docs
            """;
    }
}
