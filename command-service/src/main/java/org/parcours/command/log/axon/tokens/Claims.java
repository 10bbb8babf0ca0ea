package org.parcours.command.log.axon.tokens;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.messaging.eventhandling.processing.streaming.segmenting.Segment;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.UnableToClaimTokenException;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.UnableToInitializeTokenException;

/**
 * How far a processor is, segment by segment, and who works on which: pure. A claim that was not renewed for
 * {@code claimTimeout} is anybody's.
 */
record Claims(Map<Integer, Held> held) {

    static final Claims NONE = new Claims(Map.of());

    /** @param by who works on it, and since when it was last heard of */
    record Held(int mask, Optional<TrackingToken> token, Optional<Claim> by) {}

    record Claim(String node, Instant renewedAt) {}

    /** Who asks. */
    record Node(String name, Instant now, Duration claimTimeout) {

        boolean mayHave(Held segment) {
            return segment.by()
                    .filter(claim -> !claim.node().equals(name)
                            && claim.renewedAt().plus(claimTimeout).isAfter(now))
                    .isEmpty();
        }

        Optional<Claim> claim() {
            return Optional.of(new Claim(name, now));
        }
    }

    Claims {
        held = Map.copyOf(held);
    }

    Claims initialized(Segment segment, Optional<TrackingToken> token) {
        if (held.containsKey(segment.getSegmentId())) {
            throw new UnableToInitializeTokenException("Segment " + segment.getSegmentId() + " is there already");
        }
        return with(segment.getSegmentId(), new Held(segment.getMask(), token, Optional.empty()));
    }

    Claims claimed(int segment, Node node) {
        var mine = claimable(segment, node);
        return with(segment, new Held(mine.mask(), mine.token(), node.claim()));
    }

    Claims stored(int segment, Optional<TrackingToken> token, Node node) {
        return with(segment, new Held(claimable(segment, node).mask(), token, node.claim()));
    }

    Claims released(int segment, Node node) {
        var found = held.get(segment);
        return found == null
                        || found.by()
                                .filter(claim -> claim.node().equals(node.name()))
                                .isEmpty()
                ? this
                : with(segment, new Held(found.mask(), found.token(), Optional.empty()));
    }

    /** Also one that nobody has: Axon 5.0.1 releases a segment that it splits before it deletes it. */
    Claims deleted(int segment, Node node) {
        claimable(segment, node);
        var others = new TreeMap<>(held);
        others.remove(segment);
        return new Claims(others);
    }

    Held claimable(int segment, Node node) {
        var found = held.get(segment);
        if (found == null) {
            throw new UnableToClaimTokenException("Segment " + segment + " was not initialized, or is no more");
        }
        if (!node.mayHave(found)) {
            throw new UnableToClaimTokenException("Segment " + segment + " is worked on by "
                    + found.by().orElseThrow().node());
        }
        return found;
    }

    /** A segment that was split or merged meanwhile is not the one that was asked for. */
    void requireUnchanged(Segment segment) {
        if (held.containsKey(segment.splitSegmentId())
                || segment.getMask() != 0 && !held.containsKey(segment.mergeableSegmentId())) {
            throw new UnableToClaimTokenException(
                    "Segment " + segment.getSegmentId() + " was split or merged meanwhile");
        }
    }

    private Claims with(int segment, Held next) {
        var all = new TreeMap<>(held);
        all.put(segment, next);
        return new Claims(all);
    }
}
