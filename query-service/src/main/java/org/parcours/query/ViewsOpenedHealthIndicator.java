package org.parcours.query;

import org.parcours.query.views.CurrentViews;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * A part of readiness: a query-service that has never reached its store, such as one with a wrong address, does not replace
 * one that has. Later outages do not change it: the pages say what is wrong.
 */
@Component
final class ViewsOpenedHealthIndicator implements HealthIndicator {

    private final CurrentViews views;
    private volatile boolean hasBeenOpen;

    ViewsOpenedHealthIndicator(CurrentViews views) {
        this.views = views;
    }

    @Override
    public Health health() {
        hasBeenOpen |= views.isOpen();
        return hasBeenOpen
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("waitingFor", views.describe())
                        .build();
    }
}
