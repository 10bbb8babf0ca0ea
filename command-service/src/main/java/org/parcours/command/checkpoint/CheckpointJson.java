package org.parcours.command.checkpoint;

import java.time.Instant;
import java.util.Base64;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.chain.Checkpoint;
import org.parcours.command.eventlog.chain.Checkpoint.Reason;
import org.parcours.command.store.Hash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A checkpoint as one line of JSON, as it is in Kafka and in the service's log. */
public final class CheckpointJson {

    private final JsonMapper mapper = JsonMapper.builder().build();

    String write(Checkpoint checkpoint) {
        return mapper.writeValueAsString(mapper.createObjectNode()
                .put("log", checkpoint.log().toString())
                .put("sequence", checkpoint.head().sequence())
                .put("position", checkpoint.head().position())
                .put("hash", checkpoint.head().hash().toString())
                .put("recordedAt", checkpoint.head().recordedAt().toString())
                .put("reason", checkpoint.reason().name())
                .put("signedAt", checkpoint.signedAt().toString())
                .put("key", checkpoint.key())
                .put("signature", checkpoint.signatureText()));
    }

    /** @throws IllegalArgumentException when it is no checkpoint, naming the field */
    public Checkpoint read(String line) {
        JsonNode json;
        try {
            json = mapper.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
        try {
            return new Checkpoint(
                    Hash.parse(text(json, "log")),
                    new Head(
                            Long.parseLong(text(json, "sequence")),
                            Long.parseLong(text(json, "position")),
                            Hash.parse(text(json, "hash")),
                            Instant.parse(text(json, "recordedAt"))),
                    Reason.valueOf(text(json, "reason")),
                    Instant.parse(text(json, "signedAt")),
                    text(json, "key"),
                    Base64.getDecoder().decode(text(json, "signature")));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Not a checkpoint: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode json, String field) {
        if (!json.has(field)) {
            throw new IllegalArgumentException("the field '" + field + "' is missing");
        }
        return json.get(field).asString();
    }
}
