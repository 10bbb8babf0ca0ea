package org.parcours.command.intake.cloudevents;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of {@code POST /api/facts}, and of CloudEvents from every feed.
 *
 * @param maxBody of one request; a larger one is answered 413
 * @param maxBatch events in one request
 * @param maxFields of one event, nested fields included
 * @param maxDepth of nesting
 * @param retryAfter the {@code Retry-After} of a 503
 */
@ConfigurationProperties("parcours.http")
public record CloudEventLimitProperties(
        @DefaultValue("16MB") DataSize maxBody,
        @DefaultValue("1000") int maxBatch,
        @DefaultValue("5000") int maxFields,
        @DefaultValue("32") int maxDepth,
        @DefaultValue("5s") Duration retryAfter) {}
