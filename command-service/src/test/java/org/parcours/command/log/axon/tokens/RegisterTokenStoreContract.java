package org.parcours.command.log.axon.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.core.unitofwork.UnitOfWork;
import org.axonframework.messaging.eventhandling.processing.streaming.segmenting.Segment;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.MergedTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.ReplayToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.UnableToClaimTokenException;
import org.axonframework.messaging.eventhandling.processing.streaming.token.store.UnableToInitializeTokenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parcours.command.log.Samples.HandClock;
import org.parcours.command.tokens.TokenRegister;
import tools.jackson.databind.json.JsonMapper;

/** What Axon's streaming processors ask of a token store, on every register. */
abstract class RegisterTokenStoreContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TrackingToken FIVE = new GlobalSequenceTrackingToken(5);

    /** Opens the same store again: another process. */
    protected abstract TokenRegister register();

    private final HandClock clock = new HandClock(NOON);
    private RegisterTokenStore tokens;
    private RegisterTokenStore others;

    @BeforeEach
    void open() {
        tokens = store("here");
        others = store("there");
    }

    private RegisterTokenStore store(String node) {
        return new RegisterTokenStore(register(), JsonMapper.shared(), node, Duration.ofSeconds(10), clock);
    }

    @Test
    void segments_begin_where_they_are_told_to() {
        var segments = get(tokens.initializeTokenSegments("p", 7, FIVE, null));

        assertThat(segments).hasSize(7);
        assertThat(get(others.fetchSegments("p", null))).containsExactlyInAnyOrderElementsOf(segments);
        for (var segment : segments) {
            assertThat(get(others.fetchToken("p", segment, null))).isEqualTo(FIVE);
        }
        assertThat(get(tokens.fetchSegments("q", null))).isEmpty();
        assertThat(get(tokens.fetchSegment("p", 99, null))).isNull();
    }

    @Test
    void segments_that_are_there_are_not_initialized_again() {
        get(tokens.initializeTokenSegments("p", 2, null, null));

        assertThatThrownBy(() -> get(others.initializeTokenSegments("p", 3, FIVE, null)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(others.initializeSegment(FIVE, "p", new Segment(1, 1), null)))
                .isInstanceOf(UnableToInitializeTokenException.class);
        assertThat(get(tokens.fetchSegments("p", null))).hasSize(2);
    }

    @Test
    void a_token_is_fetched_as_it_was_stored() {
        get(tokens.initializeTokenSegments("p", 1, null, null));
        assertThat(get(tokens.fetchToken("p", 0, null))).isNull();

        for (var token : List.of(
                FIVE,
                new MergedTrackingToken(FIVE, new GlobalSequenceTrackingToken(9)),
                ReplayToken.createReplayToken(FIVE, new GlobalSequenceTrackingToken(2)),
                ReplayToken.createReplayToken(FIVE))) {
            get(tokens.storeToken(token, "p", 0, null));
            assertThat(get(tokens.fetchToken("p", 0, null))).isEqualTo(token);
        }
        get(tokens.storeToken(null, "p", 0, null));
        assertThat(get(tokens.fetchToken("p", 0, null))).isNull();
    }

    @Test
    void what_was_not_initialized_cannot_be_claimed() {
        assertThatThrownBy(() -> get(tokens.fetchToken("p", 0, null))).isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(tokens.storeToken(FIVE, "p", 0, null)))
                .isInstanceOf(UnableToClaimTokenException.class);
    }

    @Test
    void who_works_on_a_segment_has_it_alone() {
        get(tokens.initializeTokenSegments("p", 2, FIVE, null));
        get(tokens.fetchToken("p", 0, null));

        assertThatThrownBy(() -> get(others.fetchToken("p", 0, null))).isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(others.storeToken(FIVE, "p", 0, null)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(others.deleteToken("p", 0, null))).isInstanceOf(UnableToClaimTokenException.class);
        assertThat(ids(get(others.fetchAvailableSegments("p", null)))).containsExactly(1);
        assertThat(ids(get(tokens.fetchAvailableSegments("p", null)))).containsExactly(0, 1);
    }

    @Test
    void a_segment_that_is_let_go_is_anybodys() {
        get(tokens.initializeTokenSegments("p", 1, FIVE, null));
        get(tokens.fetchToken("p", 0, null));
        get(others.releaseClaim("p", 0, null)); // not theirs: changes nothing
        assertThatThrownBy(() -> get(others.fetchToken("p", 0, null))).isInstanceOf(UnableToClaimTokenException.class);

        get(tokens.releaseClaim("p", 0, null));

        assertThat(get(others.fetchToken("p", 0, null))).isEqualTo(FIVE);
    }

    @Test
    void a_claim_that_is_not_renewed_is_lost_and_whoever_lost_it_learns_it() {
        get(tokens.initializeTokenSegments("p", 1, FIVE, null));
        get(tokens.fetchToken("p", 0, null));
        clock.moveTo(NOON.plusSeconds(9));
        get(tokens.extendClaim("p", 0, null));
        clock.moveTo(NOON.plusSeconds(18));
        assertThatThrownBy(() -> get(others.fetchToken("p", 0, null))).isInstanceOf(UnableToClaimTokenException.class);
        clock.moveTo(NOON.plusSeconds(19));

        assertThat(get(others.fetchToken("p", 0, null))).isEqualTo(FIVE);
        assertThatThrownBy(() -> get(tokens.storeToken(FIVE, "p", 0, null)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(tokens.extendClaim("p", 0, null))).isInstanceOf(UnableToClaimTokenException.class);
    }

    @Test
    void a_segment_that_was_split_or_merged_meanwhile_is_not_fetched() {
        get(tokens.initializeTokenSegments("merged", 1, FIVE, null));
        get(tokens.initializeTokenSegments("split", 4, FIVE, null));

        assertThatThrownBy(() -> get(tokens.fetchToken("merged", new Segment(1, 1), null)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(tokens.fetchToken("merged", new Segment(0, 1), null)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(tokens.fetchToken("split", new Segment(1, 1), null)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> get(tokens.fetchToken("split", new Segment(0, 0), null)))
                .isInstanceOf(UnableToClaimTokenException.class);
    }

    @Test
    void a_deleted_segment_is_gone() {
        get(tokens.initializeTokenSegments("p", 2, FIVE, null));
        get(tokens.fetchToken("p", 1, null));
        get(tokens.deleteToken("p", 1, null));

        assertThat(ids(get(tokens.fetchSegments("p", null)))).containsExactly(0);
    }

    @Test
    void in_a_unit_of_work_a_token_counts_once_the_work_has_committed() {
        get(tokens.initializeTokenSegments("p", 1, null, null));

        get(unitOfWork().executeWithResult(context -> {
            get(tokens.storeToken(FIVE, "p", 0, context));
            assertThat(get(tokens.fetchToken("p", 0, null))).isNull();
            return CompletableFuture.completedFuture("done");
        }));
        assertThat(get(tokens.fetchToken("p", 0, null))).isEqualTo(FIVE);

        assertThatThrownBy(() -> get(unitOfWork().executeWithResult(context -> {
                    get(tokens.storeToken(new GlobalSequenceTrackingToken(6), "p", 0, context));
                    return CompletableFuture.failedFuture(new IllegalStateException("the work failed"));
                })))
                .hasMessageContaining("the work failed");
        assertThat(get(tokens.fetchToken("p", 0, null))).isEqualTo(FIVE);
    }

    @Test
    void a_split_is_done_whole_or_not_at_all() {
        get(tokens.initializeTokenSegments("p", 1, FIVE, null));
        get(tokens.fetchToken("p", 0, null));

        assertThatThrownBy(() -> get(unitOfWork().executeWithResult(context -> {
                    split(context);
                    return CompletableFuture.failedFuture(new IllegalStateException("killed in the middle"));
                })))
                .hasMessageContaining("killed");
        assertThat(get(tokens.fetchSegments("p", null))).containsExactly(Segment.ROOT_SEGMENT);

        get(unitOfWork().executeWithResult(context -> {
            split(context);
            return CompletableFuture.completedFuture("done");
        }));
        assertThat(get(tokens.fetchSegments("p", null))).containsExactly(Segment.ROOT_SEGMENT.split());
    }

    /** As Axon's SplitTask does it. */
    private void split(org.axonframework.messaging.core.unitofwork.ProcessingContext context) {
        var halves = Segment.ROOT_SEGMENT.split();
        get(tokens.initializeSegment(FIVE, "p", halves[1], context));
        get(tokens.releaseClaim("p", 0, context));
        get(tokens.deleteToken("p", 0, context));
        get(tokens.initializeSegment(FIVE, "p", halves[0], context));
    }

    @Test
    void of_many_who_claim_at_once_one_succeeds_and_changes_of_other_segments_are_not_lost() {
        get(tokens.initializeTokenSegments("p", 8, null, null));
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var claims = IntStream.range(0, 32)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> claims(store("node" + i), i % 8, i), pool))
                    .toList();
            assertThat(claims.stream().filter(CompletableFuture::join)).hasSize(8);
        }
        for (var segment : get(tokens.fetchSegments("p", null))) {
            clock.moveTo(NOON.plusSeconds(60));
            assertThat(get(tokens.fetchToken("p", segment, null))).isNotNull();
        }
    }

    private static boolean claims(RegisterTokenStore store, int segment, int position) {
        try {
            get(store.fetchToken("p", segment, null));
            get(store.storeToken(new GlobalSequenceTrackingToken(position), "p", segment, null));
            return true;
        } catch (UnableToClaimTokenException e) {
            return false;
        }
    }

    @Test
    void all_who_share_the_store_give_it_the_same_name() {
        var name = get(tokens.retrieveStorageIdentifier(null));

        assertThat(get(others.retrieveStorageIdentifier(null))).isEqualTo(name).isNotBlank();
    }

    private static UnitOfWork unitOfWork() {
        return new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE).create();
    }

    private static List<Integer> ids(List<Segment> segments) {
        return segments.stream().map(Segment::getSegmentId).toList();
    }

    private static <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
