package org.parcours.query.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.query.views.ProjectionStatus;

/**
 * The projection status in the header of each page and in the {@code state} events of its stream.
 *
 * @param state {@code live}, {@code catching-up}, {@code waiting}, {@code stopped}
 * @param newest when the newest event of any patient in the views was recorded, how far the views are behind, and why
 * @param clock the current time in the hospital; a page that loses its connection shows since when it is out of date
 */
public record ProjectionStatusView(String state, String label, String newest, String clock) {

    public static ProjectionStatusView of(ProjectionStatus status, Instant now, UiText uiText) {
        String state = status.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new ProjectionStatusView(
                state, uiText.message("projection." + state), news(status, now, uiText), uiText.time(now));
    }

    private static String news(ProjectionStatus status, Instant now, UiText uiText) {
        Stream<String> newest = Stream.of(status.newestRecordedAt()
                .map(time -> uiText.message("projection.newest", uiText.timeRelativeTo(uiText.date(now), time)))
                .orElseGet(() -> uiText.message("projection.noEvents")));
        Stream<String> lag =
                status.notableLag().map(late -> uiText.message("projection.lag", uiText.duration(late))).stream();
        Stream<String> cause = status.stopCause().map(why -> uiText.message("projection.stopped." + why)).stream();
        Stream<String> rebuilding =
                status.isRebuilding() ? Stream.of(uiText.message("projection.rebuilding")) : Stream.empty();
        return Stream.of(newest, lag, cause, rebuilding).flatMap(part -> part).collect(Collectors.joining(" · "));
    }

    @JsonIgnore
    public boolean isLive() {
        return state.equals("live");
    }
}
