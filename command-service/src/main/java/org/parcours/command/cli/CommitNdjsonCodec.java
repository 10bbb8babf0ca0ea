package org.parcours.command.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.TreeSet;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.store.Hash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts a commit to and from one line of JSON, without loss of a byte:
 *
 * <pre>{@code
 * {"sequence": 1, "firstPosition": 1, "recordedAt": "2026-03-01T12:00:00.000001Z", "commit": "<hex>",
 *  "events": [{"name": "org.parcours.PatientAdmitted", "tags": ["patient:…"], "data": "{\"id\": …}"}],
 *  "previousHash": "<hex>", "hash": "<hex>"}
 * }</pre>
 *
 * {@code data} contains the event as stored, as text ({@code jq '.events[].data | fromjson'}); if its bytes are not
 * valid UTF-8, {@code base64} contains them instead.
 */
final class CommitNdjsonCodec {

    private final JsonMapper mapper = JsonMapper.builder().build();

    String write(Commit commit) {
        var json = mapper.createObjectNode()
                .put("sequence", commit.sequence())
                .put("firstPosition", commit.firstPosition())
                .put("recordedAt", commit.recordedAt().toString())
                .put("commit", commit.id().value());
        var events = json.putArray("events");
        for (var event : commit.events()) {
            var node = events.addObject().put("name", event.name().value());
            var tags = node.putArray("tags");
            new TreeSet<>(event.tags()).forEach(tag -> tags.add(tag.value()));
            decodeUtf8(event.bytes())
                    .ifPresentOrElse(
                            text -> node.put("data", text),
                            () -> node.put("base64", Base64.getEncoder().encodeToString(event.bytes())));
        }
        json.put("previousHash", commit.previousHash().toString())
                .put("hash", commit.hash().toString());
        return mapper.writeValueAsString(json);
    }

    /** @throws IllegalStateException if the line is not a commit; the message names the line and the field */
    Commit read(String line, long lineNumber) {
        try {
            var json = mapper.readTree(line);
            var events = new ArrayList<EventData>();
            for (var event : requireField(json, "events")) {
                var tags = new HashSet<Tag>();
                requireField(event, "tags").forEach(tag -> tags.add(new Tag(tag.asString())));
                events.add(new EventData(new UnversionedEventName(text(event, "name")), tags, eventBytes(event)));
            }
            return new Commit(
                    Long.parseLong(text(json, "sequence")),
                    Long.parseLong(text(json, "firstPosition")),
                    Instant.parse(text(json, "recordedAt")),
                    new CommitId(text(json, "commit")),
                    events,
                    Hash.parse(text(json, "previousHash")),
                    Hash.parse(text(json, "hash")));
        } catch (JacksonException e) {
            throw new IllegalStateException("Line %d is not JSON: %s".formatted(lineNumber, e.getOriginalMessage()), e);
        } catch (RuntimeException e) {
            throw new IllegalStateException("Line %d is not a commit: %s".formatted(lineNumber, e.getMessage()), e);
        }
    }

    private static byte[] eventBytes(JsonNode event) {
        return event.has("base64")
                ? Base64.getDecoder().decode(event.get("base64").asString())
                : text(event, "data").getBytes(UTF_8);
    }

    private static String text(JsonNode json, String name) {
        return requireField(json, name).asString();
    }

    private static JsonNode requireField(JsonNode json, String name) {
        if (!json.has(name)) {
            throw new IllegalArgumentException("the field '%s' is missing".formatted(name));
        }
        return json.get(name);
    }

    /** The text, if the bytes are valid UTF-8 and encoding it returns the same bytes. */
    private static Optional<String> decodeUtf8(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
