package org.parcours.query.web;

import java.time.Instant;
import java.util.Locale;
import org.parcours.query.views.ProjectionStatus;

/**
 * What the head of each page says of it.
 *
 * @param state of the views: {@code live}, {@code catching-up}, {@code waiting}, {@code stopped}
 * @param label the same, for people
 * @param newest from when the newest thing is that the views hold, whoever it concerns
 * @param clock the hospital's wall clock, by which a page says since when it is behind
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

    /** Whether nothing is known to be missing. */
    public boolean isLive() {
        return state.equals("live");
    }
}
