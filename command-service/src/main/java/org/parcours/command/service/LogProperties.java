package org.parcours.command.service;

import java.time.Duration;
import org.parcours.command.log.LogSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param url {@code jdbc:sqlite:…} (one machine), {@code jdbc:postgresql:…} (what a hospital runs) or {@code mongodb://…}
 * @param maxDocumentBytes the largest document that is kept
 * @param maxPage the most events of one {@code GET /api/log}
 */
@ConfigurationProperties("parcours.log")
public record LogProperties(
        @DefaultValue("jdbc:sqlite:data/parcours.db") String url,
        @DefaultValue("52428800") int maxDocumentBytes,
        @DefaultValue("5000") int maxPage,
        @DefaultValue Groups groups,
        @DefaultValue Queue queue,
        @DefaultValue("10s") Duration giveUpAfter,
        @DefaultValue("250ms") Duration poll) {

    /** See {@link LogSettings.Groups}. */
    public record Groups(
            @DefaultValue("4MB") DataSize maxSize,
            @DefaultValue("256") int maxCommits,
            @DefaultValue("2ms") Duration gather) {}

    /** See {@link LogSettings.Queue}. */
    public record Queue(
            @DefaultValue("2048") int maxCommits,
            @DefaultValue("64MB") DataSize maxSize,
            @DefaultValue("512") int maxCommitsOfOne) {}

    /** The log's own defaults, but for what is set here. */
    LogSettings settings() {
        LogSettings own = LogSettings.defaults();
        return new LogSettings(
                new LogSettings.Groups(
                        Math.toIntExact(groups.maxSize().toBytes()),
                        groups.maxCommits(),
                        own.groups().maxTags(),
                        own.groups().maxCommitBytes(),
                        groups.gather()),
                new LogSettings.Queue(queue.maxCommits(), queue.maxSize().toBytes(), queue.maxCommitsOfOne()),
                new LogSettings.Patience(
                        own.patience().maxRounds(),
                        giveUpAfter,
                        own.patience().firstPause(),
                        own.patience().longestPause()),
                new LogSettings.Reading(
                        own.reading().maxPage(),
                        own.reading().recentEvents(),
                        own.reading().tailBytes(),
                        poll));
    }
}
