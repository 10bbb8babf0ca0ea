/** Upcasters, one pure function a file: from one version of an event's data to the next. */
@NullMarked
package org.parcours.events.versions;

import org.jspecify.annotations.NullMarked;
