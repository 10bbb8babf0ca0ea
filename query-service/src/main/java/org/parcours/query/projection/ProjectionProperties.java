package org.parcours.query.projection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param maxSilence after this time without a sign of life of the projection the views do not count as up to date; longer
 *     than any batch and any timeout of the database
 * @param notableLag from which on each page says how far the views are behind
 * @param minRebuildEvents empty views are built at once, patient by patient, where the topic has at least so many events;
 *     otherwise event by event
 * @param lease after this time without a sign of life of the query-service that projects, another one takes over
 */
@ConfigurationProperties("parcours.projection")
record ProjectionProperties(
        @DefaultValue("45s") Duration maxSilence,
        @DefaultValue("30s") Duration notableLag,
        @DefaultValue("6s") Duration lease,
        @DefaultValue("5000") long minRebuildEvents) {}
