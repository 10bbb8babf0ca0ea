package org.parcours.standalone.demo.journey;

import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Who;

/** One course of care, as the applications tell it. */
interface Journey {

    Who who();

    /** How long it is in life, in days: where in it "now" may fall. */
    int days();

    /** Whether it starts in the morning, by appointment; illness comes at any hour. */
    default boolean planned() {
        return true;
    }

    void play(Script script);
}
