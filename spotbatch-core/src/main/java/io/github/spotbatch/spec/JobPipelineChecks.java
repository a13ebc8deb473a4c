package io.github.spotbatch.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What must hold for the steps of a pipeline together. */
final class JobPipelineChecks {

  private JobPipelineChecks() {}

  static void check(JobPipeline pipeline) {
    Problems problems = Problems.in("jobPipeline", pipeline.name());
    problems.requireForm("name", pipeline.name(), Form.NOT_BLANK);
    if (pipeline.steps().isEmpty()) {
      problems.missing("steps", "must have at least one step");
    }
    problems.requireDistinct("steps", pipeline.steps().stream().map(PipelineStep::name).toList());
    Map<String, PipelineStep> byName = new LinkedHashMap<>();
    pipeline.steps().forEach(step -> byName.putIfAbsent(step.name(), step));
    for (PipelineStep step : pipeline.steps()) {
      checkStep(problems, step, byName);
    }
    String fix = "must not wait for one another in a circle; take one of these needs away";
    PipelineCycles.of(byName).forEach(cycle -> problems.add("steps", cycle, fix));
    problems.throwIfAny();
  }

  private static void checkStep(
      Problems problems, PipelineStep step, Map<String, PipelineStep> byName) {
    String path = "step[" + step.name() + "].";
    problems.requireForm(path + "name", step.name(), Form.NAME);
    problems.requireForm(path + "queue", step.queue(), Form.NOT_BLANK);
    checkNames(problems, path + "after", step.after(), byName);
    checkNames(problems, path + "nToN", step.nToN(), byName);
    checkChildByChild(problems, path + "nToN", step, byName);
    int jobs =
        step.after().size()
            + step.nToN().size()
            + step.request().dependsOn().size()
            + step.request().dependencies().size();
    String fix = "must be at most 20; chain the others behind these";
    problems.require(
        jobs <= JobRequestChecks.MOST_DEPENDENCIES, path + "after", jobs + " jobs", fix);
  }

  private static void checkNames(
      Problems problems, String path, List<String> needed, Map<String, PipelineStep> byName) {
    problems.requireDistinct(path, needed);
    for (int i = 0; i < needed.size(); i++) {
      String name = needed.get(i);
      String nearest =
          NearestName.of(name, byName.keySet()).map(it -> "; the nearest is " + it).orElse("");
      String fix = "must be the name of a step" + nearest;
      problems.require(byName.containsKey(name), path + "[" + i + "]", name, fix);
    }
  }

  private static void checkChildByChild(
      Problems problems, String path, PipelineStep step, Map<String, PipelineStep> byName) {
    if (step.nToN().isEmpty()) {
      return;
    }
    Stream.concat(Stream.of(step.name()), step.nToN().stream())
        .distinct()
        .filter(byName::containsKey)
        .filter(name -> byName.get(name).request().arraySize().isEmpty())
        .forEach(name -> problems.add(path, name, "must be between array jobs; give an arraySize"));
  }
}
