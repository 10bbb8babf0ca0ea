package org.parcours.query.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Locale;
import org.parcours.query.views.ProjectionStatus;

/**
 * The projection status in the header of each page and in the {@code state} events of its stream.
 *
 * @param state {@code live}, {@code catching-up}, {@code waiting}, {@code stopped}
 * @param newest when the newest event of any patient in the views was recorded
 * @param clock the current time in the hospital; a page that loses its connection shows since when it is out of date
 */
public record ProjectionStatusView(String state, String label, String newest, String clock) {

    public static ProjectionStatusView of(ProjectionStatus status, Instant now, UiText uiText) {
        String state = status.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new ProjectionStatusView(
                state,
                uiText.message("projection." + state),
                status.newestRecordedAt()
                        .map(newest ->
                                uiText.message("projection.newest", uiText.timeRelativeTo(uiText.date(now), newest)))
                        .orElseGet(() -> uiText.message("projection.noEvents")),
                uiText.time(now));
    }

    @JsonIgnore
    public boolean isLive() {
        return state.equals("live");
    }
}
