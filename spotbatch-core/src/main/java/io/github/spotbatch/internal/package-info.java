/** What spotbatch is made of. Not API: anything here may change in any version. */
@NullMarked
package io.github.spotbatch.internal;

import org.jspecify.annotations.NullMarked;
