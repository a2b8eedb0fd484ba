# docker build -t gauger:$(node -p "require('./package.json').version") .
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY prisma.config.ts tsconfig.base.json tsconfig.build.json ./
COPY prisma prisma
COPY src src
RUN npm run build
# The Prisma command line and the compiler are optional peers, so npm prune alone would keep them. Of the query compilers that Prisma's client
# brings for every database one is used, of the fonts two; nothing reads types, source maps and other runtimes' binaries.
RUN npm uninstall --omit=dev --ignore-scripts prisma \
 && rm -r node_modules/typescript \
 && find node_modules/@prisma/client/runtime -name 'query_compiler_*' ! -name 'query_compiler_fast_bg.postgresql*.mjs' -delete \
 && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.md' \) -delete \
 && find node_modules -type f -path '*/bare-*/prebuilds/*' -delete \
 && find node_modules/dejavu-fonts-ttf/ttf -type f ! -name DejaVuSans.ttf ! -name DejaVuSans-Bold.ttf -delete

# No shell, no package manager, user 65532.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma/migrations prisma/migrations
COPY --from=build /app/dist dist
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node", "--enable-source-maps", "/app/dist/cli.js"]
CMD ["serve"]
