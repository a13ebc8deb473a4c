package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;

/**
 * Something that has a stack's tag.
 *
 * @param isProtected whether it also has the tag that keeps its stack from being destroyed
 */
record Owned(AwsResource resource, boolean isProtected) {}
