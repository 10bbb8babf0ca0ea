package org.parcours.command.intake.cloudevents;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of {@code POST /api/facts}, and of CloudEvents from every feed.
 *
 * @param maxBody of one request; a larger one is answered 413
 * @param maxInFlight of all requests at the same time, from their arrival to their response, without the first 64 KB of
 *     each; a further one is answered 503. While it is processed a body takes about ten times its bytes of memory
 * @param maxConcurrent requests that are processed at the same time; a further one is answered 503
 * @param maxBatch events in one request
 * @param maxFields of one event, nested fields included
 * @param maxDepth of nesting
 * @param retryAfter the {@code Retry-After} of a 503
 * @param maxIdentifier characters of an id, a source, a type, a number or its system
 * @param maxName characters of a title, a name, a place and of any other short text
 * @param maxText characters of a text: a detail, a reason, a note, an observed value. A longer observed value is stored
 *     as a document, and the event contains its beginning
 * @param strict whether an event with a field that its type does not have is rejected; otherwise the response names the
 *     field, and it is counted as unread
 * @param zone the time zone of times without an offset
 */
@ConfigurationProperties("parcours.http")
public record CloudEventLimitProperties(
        @DefaultValue("16MB") DataSize maxBody,
        @DefaultValue("32MB") DataSize maxInFlight,
        @DefaultValue("200") int maxConcurrent,
        @DefaultValue("1000") int maxBatch,
        @DefaultValue("5000") int maxFields,
        @DefaultValue("32") int maxDepth,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("512") int maxIdentifier,
        @DefaultValue("1000") int maxName,
        @DefaultValue("20000") int maxText,
        @DefaultValue("false") boolean strict,
        @DefaultValue("Europe/Paris") ZoneId zone) {

    public CloudEventLimitProperties {
        if (maxInFlight.compareTo(maxBody) < 0) {
            throw new IllegalArgumentException(
                    "parcours.http.max-in-flight (%s) must be at least parcours.http.max-body (%s)"
                            .formatted(maxInFlight, maxBody));
        }
    }
}
