package org.parcours.command.checkpoint;

import java.time.Instant;
import java.util.Base64;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.SignedCheckpoint;
import org.parcours.command.eventlog.chain.SignedCheckpoint.Reason;
import org.parcours.command.store.Hash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Converts a checkpoint to and from one line of JSON, the form in Kafka and in the service's log lines. */
public final class CheckpointJsonCodec {

    private final JsonMapper mapper = JsonMapper.builder().build();

    String write(SignedCheckpoint checkpoint) {
        return mapper.writeValueAsString(mapper.createObjectNode()
                .put("log", checkpoint.logId().toString())
                .put("sequence", checkpoint.head().sequence())
                .put("position", checkpoint.head().position())
                .put("hash", checkpoint.head().hash().toString())
                .put("recordedAt", checkpoint.head().recordedAt().toString())
                .put("reason", checkpoint.reason().name())
                .put("signedAt", checkpoint.signedAt().toString())
                .put("key", checkpoint.keyId())
                .put("signature", Base64.getEncoder().encodeToString(checkpoint.signature())));
    }

    /** @throws IllegalArgumentException if the line is not a checkpoint; the message names the field */
    public SignedCheckpoint read(String line) {
        JsonNode json;
        try {
            json = mapper.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
        try {
            return new SignedCheckpoint(
                    Hash.parse(requireText(json, "log")),
                    new LogHead(
                            Long.parseLong(requireText(json, "sequence")),
                            Long.parseLong(requireText(json, "position")),
                            Hash.parse(requireText(json, "hash")),
                            Instant.parse(requireText(json, "recordedAt"))),
                    Reason.valueOf(requireText(json, "reason")),
                    Instant.parse(requireText(json, "signedAt")),
                    requireText(json, "key"),
                    Base64.getDecoder().decode(requireText(json, "signature")));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Not a checkpoint: " + e.getMessage(), e);
        }
    }

    private static String requireText(JsonNode json, String field) {
        if (!json.has(field)) {
            throw new IllegalArgumentException("the field '" + field + "' is missing");
        }
        return json.get(field).asString();
    }
}
