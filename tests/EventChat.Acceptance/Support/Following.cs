namespace EventChat.Acceptance.Support;

/// <summary>How people of a test follow with the client library.</summary>
public static class Following
{
    extension(Follower)
    {
        public static Task<Follower> Start(Person person, Uri? server = null, bool packed = false, bool isPatient = true) => Follower.Start(new()
        {
            Server = server ?? person.Http.BaseAddress!, AccessToken = () => Task.FromResult(person.Token), Packed = packed,
            SendPatience = isPatient ? TimeSpan.FromMinutes(2) : TimeSpan.FromSeconds(1),
        });
    }
}

/// <summary>How Bob follows with many clients at once.</summary>
public static class FollowingTogether
{
    extension(Followers followers)
    {
        /// <summary>All in General and other channels.</summary>
        public static async Task<Followers> Gather(Team team, Uri server, int size, int channels)
        {
            string[] all = [team.General, .. await Task.WhenAll(Enumerable.Range(1, channels - 1).Select(_ => team.Ada.CreateChannel(team.Workspace)))];
            foreach (var channel in all[1..]) await team.Add(team.Bob, channel);
            return await Followers.Gather(server, () => Task.FromResult(team.Bob.Token), size, all);
        }

        public Task<(int Acknowledged, int Told)> Agree(Person reader) => followers.Agree(async channel =>
            [.. (await reader.ReadEvents(channel)).Select(static e => new EventChat.Client.ChatEvent(e.Position, e.ChannelId, e.Version, e.Type, e.At, e.Actor, e.Data))]);
    }
}
