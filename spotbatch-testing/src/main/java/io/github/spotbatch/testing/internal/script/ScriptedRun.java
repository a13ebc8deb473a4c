package io.github.spotbatch.testing.internal.script;

import io.github.spotbatch.testing.ContainerRun;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** An attempt, for the scripts that look at it. */
public record ScriptedRun(
    String jobName,
    String jobDefinition,
    String image,
    Set<String> imageReferences,
    OptionalInt arrayIndex,
    int attempt,
    List<String> command,
    Map<String, String> environment,
    Map<String, String> parameters)
    implements ContainerRun {}
