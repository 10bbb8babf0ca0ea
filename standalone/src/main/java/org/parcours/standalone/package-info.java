/**
 * Parcours on one machine: both services, a Kafka broker and the view store in one JVM, with a demo hospital that sends
 * messages. Only this module depends on embedded servers; the services do not depend on it.
 */
@NullMarked
package org.parcours.standalone;

import org.jspecify.annotations.NullMarked;
