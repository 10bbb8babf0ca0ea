package org.parcours.command.feeds.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.parcours.command.http.BodyCharset;
import org.parcours.command.http.ContentType;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.CloudEventRejectionCode;
import org.parcours.command.intake.cloudevents.ReceivedCloudEvent;
import org.parcours.command.message.RejectionException;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;

/** The CloudEvents of a request: one, a batch, or one in binary mode (HTTP binding 1.0.2, §3). */
record FactsRequest(HttpServletRequest request, ContentType contentType) {

    /** The events of a request. */
    sealed interface Content {}

    /** @param batch whether each event has an index */
    record Events(List<ReceivedCloudEvent> events, boolean batch) implements Content {}

    /** A charset that this service does not know. */
    record UnknownCharset() implements Content {}

    private static final String CLOUD_EVENTS = "application/cloudevents";

    static FactsRequest of(HttpServletRequest request) {
        return new FactsRequest(request, ContentType.of(request.getHeader("Content-Type")));
    }

    /** Two would be read by one of them, whichever it is (RFC 9110, 8.3). */
    boolean statesContentTypeTwice() {
        return Collections.list(request.getHeaders("Content-Type")).size() > 1;
    }

    /** A body without a content type is JSON, or rejected as unreadable. */
    boolean isSupported() {
        String type = contentType.mediaType();
        if (type.startsWith(CLOUD_EVENTS)) {
            return type.equals(CloudEventParser.CONTENT_TYPE) || type.equals(FactsController.BATCH_CONTENT_TYPE);
        }
        return switch (type) {
            case "", "application/json", "text/json" -> true;
            default -> isBinaryMode() && CloudEventParser.isJson(type);
        };
    }

    Content content(byte[] body, CloudEventParser parser) {
        return switch (BodyCharset.toUtf8(body, contentType)) {
            case BodyCharset.Converted(byte[] converted) -> events(converted, parser);
            case BodyCharset.UnknownCharset _ -> new UnknownCharset();
            case BodyCharset.Malformed _ -> {
                var rejection = CloudEventRejectionCode.NOT_JSON.at("", "the bytes are not of the declared charset");
                yield new Events(
                        List.of(parser.receiveUnreadable(CloudEventParser.CONTENT_TYPE, body, rejection)), false);
            }
        };
    }

    private Events events(byte[] body, CloudEventParser parser) {
        if (isBinaryMode()) {
            return new Events(List.of(parser.receive(BinaryModeHeaders.attributes(request), body)), false);
        }
        try {
            byte[] utf8 = parser.json().toUtf8(body);
            JsonNode tree = parser.json().parse(utf8);
            // Stores a request once for all of its events, and not at all where every event is rejected.
            Supplier<String> raw = SingletonSupplier.of(() -> parser.store(
                    tree.isArray() ? FactsController.BATCH_CONTENT_TYPE : CloudEventParser.CONTENT_TYPE, utf8));
            List<ReceivedCloudEvent> events = parser.json().splitEvents(tree).stream()
                    .map(event -> parser.receive(event, raw))
                    .toList();
            return new Events(events, tree.isArray());
        } catch (RejectionException e) {
            return new Events(
                    List.of(parser.receiveUnreadable(CloudEventParser.CONTENT_TYPE, body, e.rejection())), false);
        }
    }

    private boolean isBinaryMode() {
        return !contentType.mediaType().startsWith(CLOUD_EVENTS) && BinaryModeHeaders.areIn(request);
    }
}
