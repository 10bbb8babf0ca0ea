package org.parcours.command.log.axon.tokens;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.processing.streaming.segmenting.Segment;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.TokenStore;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.UnableToClaimTokenException;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.UnableToInitializeTokenException;
import org.jspecify.annotations.Nullable;
import org.parcours.command.log.axon.tokens.Claims.Held;
import org.parcours.command.log.axon.tokens.Claims.Node;
import org.parcours.command.tokens.TokenRegister;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens and claims of streaming processors. Inside a processing context what is changed is put down together once the
 * context has committed: an event may be handled again after a crash and is never left out, and a split or a merge of
 * segments is done whole or not at all.
 */
public final class RegisterTokenStore implements TokenStore {

    private static final int MAX_TRIES = 50;

    private final TokenRegister register;
    private final ClaimsJson json;
    private final String node;
    private final Duration claimTimeout;
    private final Clock clock;
    private final Context.ResourceKey<Map<String, UnaryOperator<Claims>>> pending =
            Context.ResourceKey.withLabel("changes of tokens, by processor");

    /**
     * @param node this process among those that share the register
     * @param claimTimeout after how long without word of it a process has lost its segments
     */
    public RegisterTokenStore(
            TokenRegister register, JsonMapper mapper, String node, Duration claimTimeout, Clock clock) {
        this.register = register;
        this.json = new ClaimsJson(mapper);
        this.node = node;
        this.claimTimeout = claimTimeout;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<List<Segment>> initializeTokenSegments(
            String processor, int segments, @Nullable TrackingToken initialToken, @Nullable ProcessingContext context) {
        return answered(() -> {
            var balanced = Segment.splitBalanced(Segment.ROOT_SEGMENT, segments - 1);
            try {
                change(processor, claims -> {
                    for (var segment : balanced) {
                        claims = claims.initialized(segment, Optional.ofNullable(initialToken));
                    }
                    return claims;
                });
            } catch (UnableToInitializeTokenException there) {
                throw new UnableToClaimTokenException("Some segments of '" + processor + "' are there already", there);
            }
            return balanced;
        });
    }

    @Override
    public CompletableFuture<Void> initializeSegment(
            @Nullable TrackingToken token, String processor, Segment segment, @Nullable ProcessingContext context) {
        return answered(
                () -> later(context, processor, claims -> claims.initialized(segment, Optional.ofNullable(token))));
    }

    /** Claims at once, so that who lost the segment learns it before its work counts; the token follows the commit. */
    @Override
    public CompletableFuture<Void> storeToken(
            @Nullable TrackingToken token, String processor, int segment, @Nullable ProcessingContext context) {
        return answered(() -> {
            if (context != null) {
                change(processor, claims -> claims.claimed(segment, me()));
            }
            return later(context, processor, claims -> claims.stored(segment, Optional.ofNullable(token), me()));
        });
    }

    @Override
    public CompletableFuture<TrackingToken> fetchToken(
            String processor, int segment, @Nullable ProcessingContext context) {
        return answered(() -> fetched(processor, segment, claims -> claims));
    }

    @Override
    public CompletableFuture<TrackingToken> fetchToken(
            String processor, Segment segment, @Nullable ProcessingContext context) {
        return answered(() -> fetched(processor, segment.getSegmentId(), claims -> {
            claims.requireUnchanged(segment);
            return claims;
        }));
    }

    private @Nullable TrackingToken fetched(String processor, int segment, UnaryOperator<Claims> checked) {
        var claims = change(processor, found -> checked.apply(found).claimed(segment, me()));
        return claims.claimable(segment, me()).token().orElse(null);
    }

    @Override
    public CompletableFuture<Void> extendClaim(String processor, int segment, @Nullable ProcessingContext context) {
        return answered(() -> {
            change(processor, claims -> claims.claimed(segment, me()));
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> releaseClaim(String processor, int segment, @Nullable ProcessingContext context) {
        return answered(() -> later(context, processor, claims -> claims.released(segment, me())));
    }

    @Override
    public CompletableFuture<Void> deleteToken(String processor, int segment, @Nullable ProcessingContext context) {
        return answered(() -> later(context, processor, claims -> claims.deleted(segment, me())));
    }

    @Override
    public CompletableFuture<Segment> fetchSegment(String processor, int segment, @Nullable ProcessingContext context) {
        return answered(() -> Optional.ofNullable(claims(processor).held().get(segment))
                .map(held -> new Segment(segment, held.mask()))
                .orElse(null));
    }

    @Override
    public CompletableFuture<List<Segment>> fetchSegments(String processor, @Nullable ProcessingContext context) {
        return answered(() -> segments(processor, held -> true));
    }

    @Override
    public CompletableFuture<List<Segment>> fetchAvailableSegments(
            String processor, @Nullable ProcessingContext context) {
        return answered(() -> segments(processor, me()::mayHave));
    }

    @Override
    public CompletableFuture<String> retrieveStorageIdentifier(@Nullable ProcessingContext context) {
        return answered(register::identifier);
    }

    private List<Segment> segments(String processor, Function<Held, Boolean> wanted) {
        var segments = new ArrayList<Segment>();
        new TreeMap<>(claims(processor).held()).forEach((id, held) -> {
            if (wanted.apply(held)) {
                segments.add(new Segment(id, held.mask()));
            }
        });
        return segments;
    }

    private Claims claims(String processor) {
        return register.get(processor).map(entry -> json.read(entry.state())).orElse(Claims.NONE);
    }

    private Node me() {
        return new Node(node, clock.instant(), claimTimeout);
    }

    /** With those that the context changes besides, when it has committed; without a context at once. */
    private @Nullable Void later(@Nullable ProcessingContext context, String processor, UnaryOperator<Claims> next) {
        if (context == null) {
            change(processor, next);
            return null;
        }
        context.computeResourceIfAbsent(pending, () -> {
                    var changes = new LinkedHashMap<String, UnaryOperator<Claims>>();
                    context.runOnAfterCommit(committed -> changes.forEach(this::change));
                    return changes;
                })
                .merge(processor, next, (before, then) -> claims -> then.apply(before.apply(claims)));
        return null;
    }

    private Claims change(String processor, UnaryOperator<Claims> next) {
        for (int tried = 0; tried < MAX_TRIES; tried++) {
            var entry = register.get(processor);
            var before = entry.map(found -> json.read(found.state())).orElse(Claims.NONE);
            var after = next.apply(before);
            if (after.equals(before)
                    || register.put(
                            processor, entry.map(TokenRegister.Entry::version).orElse(0L), json.write(after))) {
                return after;
            }
        }
        throw new UnableToClaimTokenException("Too many others change the tokens of '" + processor + "'");
    }

    private static <T> CompletableFuture<T> answered(Supplier<@Nullable T> question) {
        try {
            return CompletableFuture.completedFuture(question.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
