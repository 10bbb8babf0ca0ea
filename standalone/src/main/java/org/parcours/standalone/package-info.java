/**
 * Parcours on one machine: both services, a Kafka broker and a store for the views in one JVM, with a demo hospital
 * that feeds them. The only place that knows embedded servers; the services do not know that it exists.
 */
@NullMarked
package org.parcours.standalone;

import org.jspecify.annotations.NullMarked;
