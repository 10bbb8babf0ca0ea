package org.parcours.command.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.EventLogSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param url {@code jdbc:sqlite:…} (one machine), {@code jdbc:postgresql:…} (production) or {@code mongodb://…}
 * @param password of the database, not encoded; in the URL it would have to be percent-encoded
 * @param appendTimeout how long an append is retried while the store does not respond
 * @param pollInterval how often the log is checked for events that another process appended
 */
@ConfigurationProperties("parcours.log")
public record EventLogProperties(
        @DefaultValue("jdbc:sqlite:data/parcours.db") String url,
        @Nullable String password,
        @DefaultValue("52428800") int maxDocumentBytes,
        @DefaultValue GroupCommitLimits groupCommit,
        @DefaultValue QueueLimits queue,
        @DefaultValue("10s") Duration appendTimeout,
        @DefaultValue("250ms") Duration pollInterval) {

    private static final Pattern MONGODB_USER = Pattern.compile("(mongodb(?:\\+srv)?://[^:/@]+)(@.*)");

    /** See {@link EventLogSettings.GroupCommitSettings}. */
    public record GroupCommitLimits(
            @DefaultValue("4MB") DataSize maxSize,
            @DefaultValue("256") int maxCommits,
            @DefaultValue("2ms") Duration maxDelay) {}

    /** See {@link EventLogSettings.QueueSettings}. */
    public record QueueLimits(
            @DefaultValue("2048") int maxCommits,
            @DefaultValue("64MB") DataSize maxSize,
            @DefaultValue("512") int maxCommitsPerCaller) {}

    /** The defaults of the log, with the values that are configured here. */
    EventLogSettings logSettings() {
        EventLogSettings defaults = EventLogSettings.defaults();
        return new EventLogSettings(
                new EventLogSettings.GroupCommitSettings(
                        Math.toIntExact(groupCommit.maxSize().toBytes()),
                        groupCommit.maxCommits(),
                        defaults.groupCommit().maxTags(),
                        defaults.groupCommit().maxCommitBytes(),
                        groupCommit.maxDelay()),
                new EventLogSettings.QueueSettings(
                        queue.maxCommits(), queue.maxSize().toBytes(), queue.maxCommitsPerCaller()),
                new EventLogSettings.RetrySettings(
                        defaults.retry().maxRounds(),
                        appendTimeout,
                        defaults.retry().initialBackoff(),
                        defaults.retry().maxBackoff()),
                new EventLogSettings.ReadSettings(
                        defaults.read().maxPageSize(),
                        defaults.read().maxRecentEvents(),
                        defaults.read().maxTailBytes(),
                        pollInterval));
    }

    /** The URL of the database, with the password. */
    String connectionUrl() {
        if (password == null) {
            return url;
        }
        String encoded = URLEncoder.encode(password, UTF_8).replace("+", "%20");
        if (!url.startsWith("mongodb")) {
            return url + (url.contains("?") ? "&" : "?") + "password=" + encoded;
        }
        Matcher user = MONGODB_USER.matcher(url);
        if (!user.matches()) {
            throw new IllegalArgumentException(
                    "parcours.log.password requires the user in parcours.log.url: mongodb://USER@host/…");
        }
        return user.group(1) + ":" + encoded + user.group(2);
    }
}
