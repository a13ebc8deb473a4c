package io.github.spotbatch.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the images that a stack builds fit its environments and its repositories. */
final class StackImages {
  private StackImages() {}

  static void check(Problems problems, StackSpec stack) {
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      if (definition.image().orElse(null) instanceof BuiltImage image) {
        String path = "jobDefinition[" + definition.name() + "].image.";
        checkRepository(problems, stack, path + "repository", image.repository());
        checkArchitecture(problems, stack, path + "architecture", image.architecture());
      }
    }
  }

  private static void checkRepository(
      Problems problems, StackSpec stack, String path, Optional<String> given) {
    List<String> names = stack.repositories().stream().map(RepositorySpec::name).toList();
    boolean known = given.isEmpty() || names.contains(given.get());
    if (!known) {
      String fix =
          "must be the name of a repository of the stack, which are %s; add it by repository(..)"
              .formatted(names);
      problems.addAt(path, given.get(), fix);
    } else if (given.isEmpty() && names.size() > 1) {
      problems.addAt(path, "(none)", "must say which of " + names + " the image is pushed to");
    }
  }

  private static void checkArchitecture(
      Problems problems, StackSpec stack, String path, Optional<CpuArchitecture> given) {
    Set<CpuArchitecture> wanted = architectures(stack);
    if (wanted.size() > 1) {
      String fix =
          "must be one for all environments, which are %s; an image is built for one, so make a stack for each"
              .formatted(wanted);
      problems.addAt(path, given.map(CpuArchitecture::name).orElse("(none)"), fix);
    } else if (given.isPresent() && !wanted.isEmpty() && !wanted.contains(given.get())) {
      String fix = "must be that of the environments, %s, or left out".formatted(wanted);
      problems.addAt(path, given.get(), fix);
    }
  }

  private static Set<CpuArchitecture> architectures(StackSpec stack) {
    return stack.computeEnvironments().stream()
        .map(ComputeEnvironmentSpec::cpuArchitecture)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
