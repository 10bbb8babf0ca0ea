/** One pure function a file: lifts an older version of an event's data to the next. */
@NullMarked
package org.parcours.events.versions;

import org.jspecify.annotations.NullMarked;
