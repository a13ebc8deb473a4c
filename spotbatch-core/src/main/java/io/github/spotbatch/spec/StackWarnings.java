package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.List;

/** What is legal but unwise in a stack. */
final class StackWarnings {
  private StackWarnings() {}

  static List<String> of(StackSpec stack) {
    List<String> warnings = new ArrayList<>();
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      String path = "jobDefinition[" + definition.name() + "].retryPolicy: ";
      definition.retryPolicy().warnings().forEach(warning -> warnings.add(path + warning));
    }
    return List.copyOf(warnings);
  }
}
