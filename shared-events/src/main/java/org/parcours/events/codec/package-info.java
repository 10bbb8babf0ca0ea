/** Events as JSON: CloudEvents attributes, versioned type names, unknown fields preserved. */
@NullMarked
package org.parcours.events.codec;

import org.jspecify.annotations.NullMarked;
