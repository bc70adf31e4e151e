namespace EventChat.Events.Workspaces;

public sealed record WorkspaceRenamed(string Name) : DomainEvent;

public sealed record WorkspaceDescriptionChanged(string Description) : DomainEvent;

/// <param name="Icon">An https address; absent where the icon was taken away.</param>
public sealed record WorkspaceIconChanged(string? Icon = null) : DomainEvent;

/// <param name="Language">By whose rules words are found in what is said from here on.</param>
public sealed record WorkspaceLanguageChanged(string Language) : DomainEvent
{
    /// <summary>That of every workspace until it is changed.</summary>
    public const string First = "english";
}

/// <summary>Newcomers are added to this channel.</summary>
public sealed record DefaultChannelAdded(ChannelId ChannelId) : DomainEvent;

public sealed record DefaultChannelRemoved(ChannelId ChannelId) : DomainEvent;

public sealed record WorkspaceRoleChanged(UserId UserId, WorkspaceRole Role) : DomainEvent;

/// <summary>Where the actor is the same, the member left. It ends the grant of compliance officer too.</summary>
public sealed record WorkspaceMemberRemoved(UserId UserId) : DomainEvent;

public sealed record ComplianceOfficerGranted(UserId UserId, string Reason) : DomainEvent;

public sealed record ComplianceOfficerRevoked(UserId UserId, string? Reason = null) : DomainEvent;

/// <param name="Due">When the period of grace ends.</param>
public sealed record WorkspaceDeletionScheduled(DateTimeOffset Due) : DomainEvent;

/// <summary>The deletion is called off.</summary>
public sealed record WorkspaceRestored : DomainEvent;

/// <summary>The period of grace is over and nobody is left in it.</summary>
public sealed record WorkspaceDeleted : DomainEvent;
