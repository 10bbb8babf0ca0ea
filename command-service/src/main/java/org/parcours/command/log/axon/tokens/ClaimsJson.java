package org.parcours.command.log.axon.tokens;

import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.MergedTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.ReplayToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.parcours.command.log.axon.tokens.Claims.Claim;
import org.parcours.command.log.axon.tokens.Claims.Held;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code {"0": {"mask": 1, "token": {"position": 42}, "by": "node", "renewedAt": "…"}}}. A token is a position of the
 * log, or made of two: a merge of segments, a replay.
 */
final class ClaimsJson {

    private final JsonMapper mapper;

    ClaimsJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    String write(Claims claims) {
        var json = mapper.createObjectNode();
        new TreeMap<>(claims.held()).forEach((segment, held) -> {
            var node = json.putObject(segment.toString()).put("mask", held.mask());
            held.token().ifPresent(token -> node.set("token", token(token)));
            held.by().ifPresent(claim -> node.put("by", claim.node())
                    .put("renewedAt", claim.renewedAt().toString()));
        });
        return mapper.writeValueAsString(json);
    }

    Claims read(String text) {
        var held = new HashMap<Integer, Held>();
        mapper.readTree(text).properties().forEach(entry -> {
            var node = entry.getValue();
            held.put(
                    Integer.valueOf(entry.getKey()),
                    new Held(
                            node.get("mask").asInt(),
                            Optional.ofNullable(token(node.get("token"))),
                            node.has("by")
                                    ? Optional.of(new Claim(
                                            node.get("by").asString(),
                                            Instant.parse(node.get("renewedAt").asString())))
                                    : Optional.empty()));
        });
        return new Claims(held);
    }

    private ObjectNode token(TrackingToken token) {
        var json = mapper.createObjectNode();
        switch (token) {
            case GlobalSequenceTrackingToken position -> json.put("position", position.getGlobalIndex());
            case MergedTrackingToken merged -> {
                json.set("lower", token(merged.lowerSegmentToken()));
                json.set("upper", token(merged.upperSegmentToken()));
            }
            case ReplayToken replay
            when replay.context() == null -> {
                json.set("atReset", token(replay.getTokenAtReset()));
                if (replay.getCurrentToken() != null) {
                    json.set("current", token(replay.getCurrentToken()));
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "A token of this log is a position, a merge of two, or a replay without a context; this is "
                                + token.getClass().getName());
        }
        return json;
    }

    private @Nullable TrackingToken token(@Nullable JsonNode json) {
        if (json == null) {
            return null;
        }
        if (json.has("position")) {
            return new GlobalSequenceTrackingToken(json.get("position").asLong());
        }
        return json.has("atReset")
                ? ReplayToken.createReplayToken(token(json.get("atReset")), token(json.get("current")))
                : new MergedTrackingToken(token(json.get("lower")), token(json.get("upper")));
    }
}
