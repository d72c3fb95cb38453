# docker build -t pachlint . && docker run --rm -v "$PWD:/work:ro" pachlint check
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && python -m venv /opt/pachlint \
 && /opt/pachlint/bin/pip install --no-cache-dir --no-compile /wheels/*.whl \
 && /opt/pachlint/bin/pip uninstall --yes pip \
 && /opt/pachlint/bin/python -m compileall -q /opt/pachlint

FROM python:3.13-slim
COPY --from=build /opt/pachlint /opt/pachlint
ENV PATH=/opt/pachlint/bin:$PATH
USER 65532:65532
WORKDIR /work
HEALTHCHECK NONE
ENTRYPOINT ["pachlint"]
CMD ["--help"]
