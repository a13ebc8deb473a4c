package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Spreads inputs over as few arrays as can carry them. */
final class InputSplit {

  private static final int MOST_CHILDREN = 10_000;

  /** The limit is 8192; Batch's own variables count too, in a way that is not documented. */
  private static final int ROOM = 8192 - 1024;

  private final JobRequest request;
  private final ArrayInputs inputs;
  private final int sizeWithoutInputs;

  InputSplit(JobRequest request, ArrayInputs inputs) {
    this.request = request;
    this.inputs = inputs;
    this.sizeWithoutInputs = OverrideSize.of(request);
  }

  List<InputArray> arrays() {
    checkRequest();
    int fewest = (inputs.size() - 1) / MOST_CHILDREN + 1;
    int most = Math.max(1, inputs.size() / 2);
    int tooFew = fewest - 1;
    int enough = fewest;
    Optional<List<Part>> found = spread(enough);
    while (found.isEmpty()) {
      if (enough == most) {
        throw noRoom();
      }
      tooFew = enough;
      enough = (int) Math.min(most, 2L * enough);
      found = spread(enough);
    }
    while (enough - tooFew > 1) {
      int between = tooFew + (enough - tooFew) / 2;
      Optional<List<Part>> fewer = spread(between);
      if (fewer.isPresent()) {
        found = fewer;
        enough = between;
      } else {
        tooFew = between;
      }
    }
    checkDependencies(found.get().size());
    return found.get().stream().map(this::array).toList();
  }

  /** Those of child upon child hold within one array only. */
  private void checkDependencies(int arrays) {
    Problems problems = Problems.in("jobRequest", request.jobDefinition());
    for (JobDependency dependency : request.dependencies()) {
      boolean fits = arrays == 1 || dependency.type() == JobDependency.Type.WHOLE;
      String fix = "must not be of single children where the inputs need " + arrays + " arrays";
      problems.require(fits, "dependencies", dependency.type(), fix);
    }
    problems.throwIfAny();
  }

  private void checkRequest() {
    Problems problems = Problems.in("jobRequest", request.jobDefinition());
    request
        .arraySize()
        .ifPresent(
            size ->
                problems.require(
                    size == inputs.total(),
                    "arraySize",
                    size,
                    "must be the number of inputs, " + inputs.total() + ", or not be given"));
    request.environment().keySet().stream()
        .filter(name -> name.startsWith(InputVariables.PREFIX))
        .forEach(
            name ->
                problems.add(
                    "environment[" + name + "]",
                    name,
                    "must not begin with " + InputVariables.PREFIX + ", which inputs travel in"));
    problems.throwIfAny();
  }

  /** The arrays if they are so many, or empty if one of them would be too large. */
  private Optional<List<Part>> spread(int arrays) {
    List<Part> parts = new ArrayList<>(arrays);
    for (int i = 0; i < arrays; i++) {
      int from = (int) ((long) inputs.size() * i / arrays);
      int to = (int) ((long) inputs.size() * (i + 1) / arrays);
      ArrayInputs part = inputs.slice(from, to);
      Map<String, String> variables = InputVariables.of(part);
      if (sizeWithoutInputs + OverrideSize.of(variables) > ROOM) {
        return Optional.empty();
      }
      parts.add(new Part(part, variables));
    }
    return Optional.of(parts);
  }

  private InputArray array(Part part) {
    JobRequest.Builder builder = request.toBuilder();
    part.variables.forEach(builder::putEnvironment);
    int size = part.inputs.size();
    ((ImmutableJobRequest.Builder) builder)
        .arraySize(size > 1 ? OptionalInt.of(size) : OptionalInt.empty());
    return new InputArray(builder.build(), part.inputs);
  }

  private InvalidSpecException noRoom() {
    Problems problems = Problems.in("jobRequest", request.jobDefinition());
    problems.add(
        "overrides",
        sizeWithoutInputs + " characters of JSON without inputs",
        ("must leave room for the inputs of two children within %d characters; keep long inputs in"
                + " S3 and pass their names")
            .formatted(ROOM));
    return problems.exception();
  }

  private record Part(ArrayInputs inputs, Map<String, String> variables) {}
}
