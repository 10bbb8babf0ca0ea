package org.parcours.query.web;

import java.time.Instant;
import java.util.Locale;
import org.parcours.query.views.Freshness;

/**
 * What the head of each page says of it.
 *
 * @param state of the views: {@code live}, {@code catching-up}, {@code waiting}, {@code stopped}
 * @param word the same, for people
 * @param news from when the newest thing is that the views hold, whoever it concerns
 * @param clock the hospital's wall clock, by which a page says since when it is behind
 */
public record UpToDate(String state, String word, String news, String clock) {

    public static UpToDate of(Freshness freshness, Instant now, Words words) {
        String state = freshness.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new UpToDate(
                state,
                words.say("views." + state),
                freshness
                        .newestRecordedAt()
                        .map(newest -> words.say("views.news", words.timeSeenFrom(words.date(now), newest)))
                        .orElseGet(() -> words.say("views.noNews")),
                words.time(now));
    }

    /** Whether nothing is known to be missing. */
    public boolean live() {
        return state.equals("live");
    }
}
